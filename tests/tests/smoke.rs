use std::sync::Arc;
use stepper::*;
#[test]
fn enumerate_pc() {
    for v in ["broken", "fixed"] {
        let p = lessons::find("producer-consumer")
            .unwrap()
            .program(v)
            .unwrap();
        let program: Program = Arc::new(p.main);
        let r = enumerate(&program, Config::default(), 100_000);
        println!("{v}: {r:?}");
        if let Some((c, _)) = &r.first_failure {
            let mut s = Session::new(program.clone(), Config::default());
            s.play(c);
            for st in &s.trace().steps {
                println!("--- {:?} {:?}", st.choice, st.verdict);
                for e in &st.events {
                    println!(
                        "   t{} {:?} {:?} {}",
                        e.thread.0,
                        e.what,
                        e.object.map(|o| o.0),
                        e.place.as_ref().map(|p| p.to_string()).unwrap_or_default()
                    );
                }
                for t in &st.then.threads {
                    println!(
                        "      {} {:?} {:?} {}",
                        t.name,
                        t.status,
                        t.verb,
                        t.place
                            .as_ref()
                            .map(|p| format!("{p} {}", p.dropped))
                            .unwrap_or_default()
                    );
                }
            }
        }
    }
}
