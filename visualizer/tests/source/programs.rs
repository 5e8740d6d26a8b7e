//! Each function makes one guard, on the line that says `guard`. The line that says `brace`, `drop` or `statement` is
//! where it must end; where none does, that cannot be told. `here()` tells the test where the thread is.

use super::*;

fn block(lock: &Lock) {
    here();
    let items = lock.acquire(); // guard
    here();
    say!("{}", items.len());
    here();
} // brace

fn inner_block(lock: &Lock) {
    {
        let mut items = lock.acquire(); // guard
        items.push(1);
        here();
    } // brace
    here();
}

fn underscore_name_lives_on(lock: &Lock) {
    let _held = lock.acquire(); // guard
    here();
} // brace

fn underscore_does_not(lock: &Lock) {
    let _ = lock.acquire(); // guard, statement
    here();
}

fn assigned_to_nothing(lock: &Lock) {
    _ = lock.acquire(); // guard, statement
    here();
}

fn with_a_type(lock: &Lock) {
    let _held: Guard<'_> = lock.acquire(); // guard
    here();
} // brace

fn explicit_drop(lock: &Lock) {
    let items = lock.acquire(); // guard
    here();
    drop(items); // drop
    here();
}

fn qualified_drop(lock: &Lock) {
    let items = (lock.acquire()); // guard
    here();
    std::mem::drop(items); // drop
    here();
}

fn drop_before_return(lock: &Lock) -> usize {
    let items = lock.acquire(); // guard
    let n = items.len();
    drop(items); // drop
    here();
    if n > 100 {
        return 0;
    }
    n
}

fn drop_at_once(lock: &Lock) {
    drop(lock.acquire()); // guard, drop
    here();
}

fn drop_in_one_branch(lock: &Lock) {
    let items = lock.acquire(); // guard
    if items.is_empty() {
        drop(items);
    }
    here();
}

fn drop_in_inner_block(lock: &Lock) {
    let items = lock.acquire(); // guard
    {
        drop(items);
    }
    here();
}

fn shadowed(lock: &Lock) {
    let items = lock.acquire(); // guard
    let items = items.len();
    drop(items);
    here();
} // brace

fn renamed(lock: &Lock) {
    let items = lock.acquire(); // guard
    let other = items;
    here();
}

fn built(lock: &Lock) {
    let held = lock.acquire().named("held"); // guard
    here();
}

fn passed_on(lock: &Lock) {
    fn finish(_: Guard<'_>) {}
    let items = lock.acquire(); // guard
    finish(items);
    here();
}

fn passed_on_at_once(lock: &Lock) {
    fn finish(_: Guard<'_>) {}
    finish(lock.acquire()); // guard
    here();
}

fn lent(lock: &Lock) {
    fn look(_: &Guard<'_>, _: &mut Vec<u32>) {}
    let mut items = lock.acquire(); // guard
    look(&items, &mut Vec::new());
    push(&mut items);
    here();
} // brace

fn exchanged(lock: &Lock) {
    let other = Lock::default();
    let mut items = lock.acquire(); // guard
    drop(std::mem::replace(&mut items, other.silent()));
    here();
}

fn overwritten(lock: &Lock) {
    let other = Lock::default();
    let mut items = lock.acquire(); // guard
    items = other.silent();
    here();
}

fn returned(lock: &Lock) {
    fn make(lock: &Lock) -> Guard<'_> {
        let items = lock.acquire(); // guard
        items
    }
    make(lock);
    here();
}

fn returned_at_once(lock: &Lock) {
    fn make(lock: &Lock) -> Guard<'_> {
        lock.acquire() // guard
    }
    make(lock);
    here();
}

fn out_of_a_block(lock: &Lock) {
    let _held = { lock.acquire() }; // guard
    here();
}

fn stored(lock: &Lock) {
    let items = lock.acquire(); // guard
    let pair = (items, 1);
    drop(pair);
    here();
}

fn taken_by_a_closure(lock: &Lock) {
    let items = lock.acquire(); // guard
    let count = move || items.len();
    count();
    drop(count);
    here();
}

fn taken_by_a_closure_through_a_format(lock: &Lock) {
    let items = lock.acquire(); // guard
    let show = move || say!("{items:?}");
    show();
    drop(show);
    here();
}

fn borrowed_by_a_closure(lock: &Lock) {
    let items = lock.acquire(); // guard
    let count = || {
        if items.is_empty() {
            return 0;
        }
        items.len()
    };
    count();
    here();
} // brace

fn consumed_by_a_method(lock: &Lock) {
    let items = lock.acquire(); // guard
    items.release();
    here();
}

fn inside_a_closure(lock: &Lock) {
    let run = |_name: &str, body: &dyn Fn()| body();
    run("A", &|| {
        let items = lock.acquire(); // guard
        here();
        say!("{}", items.len());
    }); // brace
    here();
}

fn early_return(lock: &Lock) {
    let items = lock.acquire(); // guard
    if items.is_empty() {
        return;
    }
    here();
}

fn question_mark(lock: &Lock) -> Option<u32> {
    let items = lock.acquire(); // guard
    let first = items.first()?;
    Some(*first)
}

fn question_mark_at_the_end(lock: &Lock) -> Option<u32> {
    let first = lock.acquire().first().copied()?; // guard, statement
    here();
    Some(first)
}

fn return_at_the_end(lock: &Lock) -> usize {
    here();
    return lock.acquire().len(); // guard, statement
}

fn break_out(lock: &Lock) {
    loop {
        let items = lock.acquire(); // guard
        if items.len() == 1 {
            break;
        }
    }
    here();
}

fn continue_outer(lock: &Lock) {
    'rounds: for n in 0..1 {
        let items = lock.acquire(); // guard
        for _ in items.iter() {
            continue 'rounds;
        }
        here();
    }
}

fn break_inside(lock: &Lock) {
    for _ in 0..1 {
        let items = lock.acquire(); // guard
        for n in items.iter() {
            if *n == 1 {
                break;
            }
        }
        'search: {
            if items.len() == 1 {
                break 'search;
            }
        }
        here();
    } // brace
    here();
}

fn break_through_a_block(lock: &Lock) {
    for _ in 0..1 {
        let items = lock.acquire(); // guard
        {
            if items.len() == 1 {
                break;
            }
        }
        here();
    }
}

fn strange_macro(lock: &Lock) {
    let _held = lock.acquire(); // guard
    leave!();
    here();
}

fn temporary(lock: &Lock) {
    lock.acquire().push(1); // guard, statement
    here();
}

fn temporary_through_a_star(lock: &Lock) {
    *lock.acquire() = vec![1]; // guard, statement
    here();
    lock.silent()[0] += 1;
}

fn temporary_in_a_sum(lock: &Lock) {
    let n = 1 + lock.acquire()[0]; // guard, statement
    here();
}

fn temporary_over_lines(lock: &Lock) {
    let first = lock
        .acquire() // guard
        .iter()
        .map(|n| {
            here();
            n + 1
        })
        .max(); // statement
    here();
}

fn bare_statement(lock: &Lock) {
    lock.acquire(); // guard, statement
    here();
}

fn called_as_a_function(lock: &Lock) {
    let _held = Lock::acquire(lock); // guard
    here();
} // brace

fn lent_at_once(lock: &Lock) {
    push(&mut lock.acquire()); // guard, statement
    here();
}

fn extended(lock: &Lock) {
    let items = &*lock.acquire(); // guard
    here();
} // brace

fn extended_and_changed(lock: &Lock) {
    let items = &mut lock.acquire()[0]; // guard
    *items += 1;
    here();
} // brace

fn extended_under_no_name(lock: &Lock) {
    let _ = &lock.acquire(); // guard
    here();
} // brace

fn extended_in_a_variant(lock: &Lock) {
    let items = Some(&lock.acquire()); // guard
    here();
}

fn not_extended_through_a_call(lock: &Lock) {
    let n = &lock.acquire().len(); // guard, statement
    here();
}

fn tail(lock: &Lock) -> u32 {
    let _other = Mark(line!());
    lock.acquire()[0] // guard, statement
}

fn in_a_match(lock: &Lock) {
    match lock.acquire().len() { // guard
        0 => {}
        _ => here(),
    } // statement
    here();
}

fn in_a_match_that_returns(lock: &Lock) {
    match lock.acquire().len() { // guard
        0 => {}
        _ => return,
    }
    here();
}

fn in_an_arm(lock: &Lock) {
    match 1 {
        1 => lock.acquire().push(1), // guard, statement
        _ => {}
    }
    here();
}

fn in_the_guard_of_an_arm(lock: &Lock) {
    match 1 {
        1 if lock.acquire().is_empty() => {} // guard, statement
        _ => here(),
    }
}

fn matched(lock: &Lock) {
    match lock.try_acquire() { // guard
        None => {}
        Some(items) => {
            here();
        } // brace
    }
    here();
}

fn matched_too_late(lock: &Lock) {
    match lock.try_acquire() { // guard
        Some(items) if items.len() > 100 => {}
        Some(items) => {
            here();
        }
        None => {}
    }
    here();
}

fn in_an_if(lock: &Lock) {
    if lock.acquire().len() == 1 { // guard, statement
        here();
    }
    here();
}

fn in_an_operand(lock: &Lock) {
    let both = lock.acquire().len() == 1 // guard, statement
        && true_here();
    here();
}

fn in_a_while(lock: &Lock) {
    while lock.acquire().pop().is_some() { // guard, statement
        here();
        break;
    }
}

fn in_an_if_let(lock: &Lock) {
    if let Some(n) = lock.acquire().pop() { // guard
        here();
    } // statement
    here();
}

fn in_an_if_let_with_else(lock: &Lock) {
    if let Some(n) = lock.acquire().pop() { // guard
        here();
    } else {
        here();
    }
}

fn in_a_chain(lock: &Lock) {
    if let Some(n) = lock.acquire().pop() // guard
        && true_here()
    {
        here();
    } // statement
    here();
}

fn in_a_while_let(lock: &Lock) {
    while let Some(n) = lock.acquire().get(7) { // guard
        here();
    } // statement
    here();
}

fn in_a_while_let_that_breaks(lock: &Lock) {
    while let Some(n) = lock.acquire().pop() { // guard
        break;
    }
    here();
}

fn in_a_for(lock: &Lock) {
    for n in lock.acquire().iter() { // guard
        here();
        break;
    } // statement
    here();
}

fn tried_in_an_if_let(lock: &Lock) {
    if let Some(mut items) = lock.try_acquire() { // guard
        items.push(1);
        here();
    } else { // brace
        here();
    }
    here();
}

fn tried_in_a_chain(lock: &Lock) {
    if let Some(items) = lock.try_acquire() // guard
        && true_here()
    {
        drop(items);
        here();
    }
    here();
}

fn tried_and_unwrapped(lock: &Lock) {
    let items = lock.try_acquire().unwrap(); // guard
    here();
    drop(items); // drop
    here();
}

fn tried_and_looked_at(lock: &Lock) {
    if lock.try_acquire().is_some() { // guard, statement
        here();
    }
}

fn tried_and_kept(lock: &Lock) {
    let attempt = lock.try_acquire(); // guard
    if attempt.is_none() {
        unreachable!();
    }
    here();
} // brace

fn tried_and_taken_out(lock: &Lock) {
    let mut attempt = lock.try_acquire(); // guard
    drop(attempt.take());
    here();
}

fn tried_and_asked(lock: &Lock) -> Option<()> {
    let items = lock.try_acquire()?; // guard
    here();
    None
} // brace

fn tried_and_mapped(lock: &Lock) {
    let n = lock
        .try_acquire() // guard
        .map(|items| items.len());
    here();
}

fn acquired_and_unwrapped(lock: &Lock) {
    let n = lock.acquire().unwrap(); // guard
    here();
}

fn or_else(lock: &Lock) {
    let Some(items) = lock.try_acquire() else { // guard
        return;
    };
    here();
} // brace

fn in_or_else(lock: &Lock) {
    let Some(n) = lock.acquire().pop() else { return }; // guard, statement
    here();
}

fn in_or_else_over_lines(lock: &Lock) {
    let Some(n) = lock.acquire().pop() else { // guard
        here();
        return;
    };
    here();
}

fn in_a_macro(lock: &Lock) {
    say!("{} {}", 1, lock.acquire().len()); // guard, statement
    here();
}

fn in_an_assertion(lock: &Lock) {
    assert_eq!(lock.acquire().len(), 1); // guard, statement
    here();
}

fn in_an_assertion_with_a_message(lock: &Lock) {
    assert!(
        !lock.acquire().is_empty(), // guard, statement
        "nothing in {lock:?}"
    );
    here();
}

fn in_a_strange_macro(lock: &Lock) {
    twice!(lock.acquire()); // guard
    here();
}

fn kept_in_a_vec(lock: &Lock) {
    let held = vec![lock.acquire()]; // guard
    here();
}

fn moved_into_a_vec(lock: &Lock) {
    let items = lock.acquire(); // guard
    drop(vec![items]);
    here();
}

fn beside_a_vec(lock: &Lock) {
    let items = lock.acquire(); // guard
    let zeros = vec![0; items.len()];
    here();
} // brace

fn two_calls_at_one_place(lock: &Lock) {
    hand_out(lock)(); // guard
    here();
}

fn in_an_if_in_a_let(lock: &Lock) {
    let held = if true { lock.acquire() } else { lock.silent() }; // guard
    here();
}

pub(crate) fn all() -> Vec<(&'static str, fn(&Lock))> {
    list! {
        block, inner_block, underscore_name_lives_on, underscore_does_not, assigned_to_nothing, with_a_type,
        explicit_drop, qualified_drop, drop_before_return, drop_at_once, drop_in_one_branch, drop_in_inner_block,
        shadowed, renamed, built, passed_on, passed_on_at_once, lent, exchanged, overwritten, returned, returned_at_once,
        out_of_a_block, stored, taken_by_a_closure, taken_by_a_closure_through_a_format, borrowed_by_a_closure,
        consumed_by_a_method, inside_a_closure, early_return, question_mark, question_mark_at_the_end,
        return_at_the_end, break_out, continue_outer, break_inside, break_through_a_block, strange_macro, temporary,
        temporary_through_a_star, temporary_in_a_sum, temporary_over_lines, bare_statement, called_as_a_function,
        lent_at_once, extended, extended_and_changed, extended_under_no_name, extended_in_a_variant,
        not_extended_through_a_call, tail, in_a_match, in_a_match_that_returns, in_an_arm, in_the_guard_of_an_arm,
        matched, matched_too_late, in_an_if, in_an_operand, in_a_while, in_an_if_let, in_an_if_let_with_else,
        in_a_chain, in_a_while_let, in_a_while_let_that_breaks, in_a_for, tried_in_an_if_let, tried_in_a_chain,
        tried_and_unwrapped, tried_and_looked_at, tried_and_kept, tried_and_taken_out, tried_and_asked,
        tried_and_mapped, acquired_and_unwrapped, or_else, in_or_else, in_or_else_over_lines, in_a_macro, in_an_assertion,
        in_an_assertion_with_a_message, in_a_strange_macro, kept_in_a_vec, moved_into_a_vec, beside_a_vec,
        two_calls_at_one_place, in_an_if_in_a_let,
    }
}
