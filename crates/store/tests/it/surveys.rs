//! Surveys and their versions.

use catena_store::surveys::{self, SurveyRow};

use crate::harness::samples::{at, id, read, write};
use crate::harness::voices::{SURVEY, survey};
use crate::harness::{Home, on_both_engines};

on_both_engines! {
    fn a_survey_keeps_all_its_versions_and_shows_the_one_that_counts(home: &Home) {
        let store = home.open();
        write(&store, |tx| surveys::save(tx, &survey(1), at(0)));
        let second = SurveyRow { name: "After any delivery".to_owned(), running: false, every_days: 120, ..survey(2) };
        let kept = second.clone();
        write(&store, move |tx| surveys::save(tx, &kept, at(5)));
        assert_eq!(read(&store, |sql| surveys::find(sql, SURVEY)), Some(second.clone()));
        assert_eq!(read(&store, |sql| surveys::questions(sql, SURVEY, 1)), Some(survey(1).questions));
        assert_eq!(read(&store, |sql| surveys::questions(sql, SURVEY, 2)), Some(survey(2).questions));
        assert_eq!(read(&store, |sql| surveys::questions(sql, SURVEY, 3)), None);
        let changed = SurveyRow { questions: "{}".to_owned(), ..survey(1) };
        write(&store, move |tx| surveys::save(tx, &changed, at(6)));
        let first = read(&store, |sql| surveys::questions(sql, SURVEY, 1));
        assert_eq!(first, Some(survey(1).questions), "what was asked once stays as it was");
    }

    fn surveys_come_in_the_order_in_which_they_were_made(home: &Home) {
        let store = home.open();
        let other = SurveyRow { id: catena_domain::id::SurveyId(id(1)), made_at: at(9), ..survey(1) };
        let later = other.clone();
        write(&store, move |tx| surveys::save(tx, &later, at(9)));
        write(&store, |tx| surveys::save(tx, &survey(1), at(0)));
        assert_eq!(read(&store, |sql| surveys::all(sql)), [survey(1), other]);
    }
}
