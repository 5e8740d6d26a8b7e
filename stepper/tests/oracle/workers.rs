//! Several threads find what one finds.

use stepper::{Dice, Search, traces};

use crate::programs::Code;

/// Rolls so many programs and searches each with one thread and with several; tells of each that differs.
pub(crate) fn check_workers(seed: u64, programs: u64, wrong: &mut dyn FnMut(&Code, &str)) {
    let mut dice = Dice::new(seed);
    for n in 0..programs {
        let code = Code::roll(&mut dice);
        let program = code.program();
        // All there is, up to the first bug, and up to a limit, at which parts end that were lent.
        for (until_bug, executions) in [(false, 300), (true, 300), (false, 1 + n % 40)] {
            let search = |workers| Search {
                config: code.config,
                executions,
                until_bug,
                after_endless: 5 * (n % 3),
                samples: 10,
                workers,
                alone: n % 3,
                ..Search::default()
            };
            let one = traces(&program, &search(1));
            for workers in [2, 4] {
                let several = traces(&program, &search(workers));
                if one != several {
                    wrong(&code, &format!("{workers} find\n{several:?}\nand one finds\n{one:?}"));
                }
            }
        }
    }
}
