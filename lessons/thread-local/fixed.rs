//! Two clerks of a school office. Each enters the grade of one student.

use primitives::*;

const STUDENTS: [&str; 2] = ["Kim", "Leo"];

pub fn main() {
    let student = ThreadLocal::new(|| 0).named("current student");
    let grades = STUDENTS.map(|name| Var::new(0).named(name));

    // Nobody tells it whose grade it is: it looks up who the current student is.
    let write_grade = |grade: u32| {
        let current: usize = student.get();
        grades[current].set(grade);
        say!("writes {grade} into the record of {}", STUDENTS[current]);
    };
    let serve = |number: usize, grade: u32| {
        student.set(number);
        write_grade(grade);
        let (name, found) = (STUDENTS[number], grades[number].get());
        assert!(found == grade, "{name} got a {grade}, and the record says {found}");
    };

    Thread::scope(|s| {
        s.spawn("Ada", || serve(0, 1));
        s.spawn("Ben", || serve(1, 2));
    });
}
