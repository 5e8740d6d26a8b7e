use std::ops::ControlFlow;
use std::sync::Arc;
use stepper::{explore, Config, Grain, Program, Search};
#[test]
fn counts() {
    for run in primitives::steps::runs() {
        let main = run.main;
        let program: Program = Arc::new(main);
        let start = std::time::Instant::now();
        let config = Config { grain: Grain::Fine, max_steps: 100, max_operations: 200, ..Config::default() };
        let r = explore(&program, &Search { config, executions: 20_000, ..Search::default() }, &mut |_| ControlFlow::Continue(()));
        println!("{} {} complete {} {} {:.2?}", run.name, r.executions, r.complete, format!("{:?}", r.conclusion).chars().take(150).collect::<String>(), start.elapsed());
    }
}
