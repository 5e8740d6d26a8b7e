use std::sync::Arc;
use stepper::{enumerate, Config, Grain, Program};
#[test]
fn counts() {
    for run in primitives::steps::runs() {
        let main = run.main;
        let program: Program = Arc::new(main);
        let start = std::time::Instant::now();
        let r = enumerate(&program, Config { grain: Grain::Fine, max_steps: 200, ..Config::default() }, 2_000);
        println!("{} {} complete {} failures {} first {:?} {:.2?}", run.name, r.executions, r.complete, r.failures, r.first_failure.map(|(c, v)| (c.len(), format!("{v:?}").chars().take(90).collect::<String>())), start.elapsed());
    }
}
