//! `questions`: what is often asked of the tables that are there.

use super::Failed;
use crate::Ended;
use crate::output::{Output, visible};
use poolhouse_engine::Engine;
use poolhouse_engine::view::ReadyQuestion;

pub(crate) async fn questions(engine: &Engine, name: &str, output: &Output) -> Result<Ended, Failed> {
    let dataflow = engine.dataflow_named(name)?;
    let questions = engine.ready_questions(dataflow.id).await?;
    output.answer(&questions, || words(&questions));
    if !output.json && !questions.is_empty() {
        output.say(&format!(
            "`export {name} --question TITLE --to FILE` writes the rows that one asks for, `profile {name} --question TITLE` says what they are like."
        ));
    }
    Ok(Ended::Done)
}

fn words(questions: &[ReadyQuestion]) -> String {
    if questions.is_empty() {
        return "There are no questions to its tables, or it has not run yet.\n".into();
    }
    let mut words = String::new();
    let mut table = None;
    for question in questions {
        if table != Some(&question.table) {
            table = Some(&question.table);
            words += &format!("{}\n", visible(&question.table));
        }
        words += &format!("  {}: {}\n", question.title, question.about);
    }
    words
}
