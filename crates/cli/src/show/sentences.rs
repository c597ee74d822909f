//! What an analysis found, in sentences that stand above the figures. Each says what was counted; none says more than
//! the figures do.

use catena_server::report::{Options, Report, Verdict};

use super::words::{count, duration, list, percent, share, some};

/// The sentences, the most important first.
pub fn sentences(report: &Report) -> Vec<String> {
    let mut all = vec![promises(report)];
    all.extend(weakest(report));
    all.extend(plan(report));
    all.extend(beyond(report));
    all.extend(absorbers(report));
    all.extend(ratings(report));
    all.extend(left_out(report));
    all
}

/// What a repair stands for, to be said wherever saves are shown.
pub const CAVEAT: &str = "A repair takes a link's own lateness out of these chains and holds everything else fixed: no \
                          queue gets shorter, nobody starts earlier elsewhere.";

fn customers(report: &Report) -> &'static str {
    if report.options.internal { "colleagues" } else { "customers" }
}

fn promises(report: &Report) -> String {
    let promised = report.kept_promises + report.broken_promises;
    if report.complete_chains == 0 {
        let Options { filters, from, to, .. } = &report.options;
        let narrowed = !filters.is_empty() || from.is_some() || to.is_some();
        let which = if narrowed { " that the filters let through" } else { " to look at" };
        return format!("There is no complete chain of {}{which}.", customers(report));
    }
    if promised == 0 {
        return format!(
            "{} of {} complete, but none has a due instant: nothing can be kept or broken.",
            some(report.complete_chains, "chain", "chains"),
            customers(report),
        );
    }
    let without = match report.without_promise {
        0 => String::new(),
        more => format!(" {} had no promise.", some(more, "further chain", "further chains")),
    };
    format!(
        "{} of {} promises to {} {} broken ({}), by {} in all.{without}",
        count(report.broken_promises),
        count(promised),
        customers(report),
        if report.broken_promises == 1 { "was" } else { "were" },
        share(report.broken_promises, promised),
        duration(report.overrun_seconds),
    )
}

fn weakest(report: &Report) -> Option<String> {
    let broken = report.broken_promises;
    let saves = |provider: &String| report.links.iter().find(|link| link.provider == *provider);
    match (report.weakest.verdict, report.weakest.providers.first()) {
        (Verdict::Named, Some(name)) => {
            let link = saves(name)?;
            let (low, high) = link.saves_interval?;
            Some(format!(
                "{name} is the weakest link: had it kept its promises, {} of {} late promises would have been on time \
                 (95 % interval {} to {}; it is the weakest in {} of {} resamples).",
                count(link.saves),
                count(broken),
                count(low),
                count(high),
                percent(link.p_weakest?),
                count(u64::from(report.options.resamples)),
            ))
        }
        (Verdict::Candidates, _) => {
            let candidates: Vec<String> = report
                .weakest
                .providers
                .iter()
                .filter_map(saves)
                .map(|link| format!("{} ({})", link.provider, count(link.saves)))
                .collect();
            Some(format!(
                "Which link is the weakest is not yet known: {} cannot be told apart by the promises that their repair \
                 would save.",
                list(&candidates)
            ))
        }
        (Verdict::TooFewBrokenPromises, _) if broken > 0 => {
            Some("Too few promises were broken to name a weakest link: it takes ten.".to_owned())
        }
        (Verdict::NobodySaves, _) => {
            Some("The repair of no single link would have kept any of these promises.".to_owned())
        }
        (Verdict::NotEstimated, _) => {
            let link = report.links.first().filter(|link| link.saves > 0)?;
            Some(format!(
                "The repair of {} would have saved the most: {} of {} late promises. How sure that is was not estimated.",
                link.provider,
                count(link.saves),
                count(broken),
            ))
        }
        _ => None,
    }
}

fn plan(report: &Report) -> Option<String> {
    let several = report.needs_several;
    let saved: u64 = report.repair_plan.iter().map(|step| step.saves).sum();
    let one_by_one = match &report.repair_plan[..] {
        [] => String::new(),
        [step] => format!("Repairing {} keeps {}.", step.provider, count(saved)),
        steps => format!("Repairing {} links one after the other keeps {}.", steps.len(), count(saved)),
    };
    let together = match (several, saved) {
        (0, _) => String::new(),
        (1, 0) => "One is kept only when several links are repaired together.".to_owned(),
        (_, 0) => format!("{} are kept only when several links are repaired together.", count(several)),
        (1, _) => " One more is kept only when several links are repaired together.".to_owned(),
        _ => format!(" {} more are kept only when several links are repaired together.", count(several)),
    };
    Some(one_by_one + &together).filter(|text| !text.is_empty())
}

fn beyond(report: &Report) -> Option<String> {
    let stay = match report.broken_promises.saturating_sub(report.saved_by_all) {
        0 => return None,
        1 => "One promise stays".to_owned(),
        many => format!("{} promises stay", count(many)),
    };
    let waited = if report.customer_overrun_seconds > 0 { ", or the customer was waited for" } else { "" };
    Some(format!("{stay} late whoever is repaired: more was promised than the plan allows{waited}."))
}

fn absorbers(report: &Report) -> Option<String> {
    let marked: Vec<_> = report.domino.absorbers.iter().filter(|team| team.absorber).collect();
    let names: Vec<String> = marked.iter().map(|team| team.provider.clone()).collect();
    match marked[..] {
        [] => None,
        [team] => Some(format!(
            "{} absorbs the lateness of others: of {} that reached it late, {} left on time ({}; all others {}).",
            team.provider,
            some(team.cases, "piece of work", "pieces of work"),
            count(team.closed_by_due),
            percent(team.share),
            percent(team.others_share.unwrap_or(0.0)),
        )),
        _ => Some(format!("{} absorb the lateness of others.", list(&names))),
    }
}

fn ratings(report: &Report) -> Option<String> {
    let (kept, broken) = (report.ratings.kept?, report.ratings.broken?);
    Some(format!(
        "Those to whom the promise was kept rated it {:.2} ({} answers), the others {:.2} ({} answers).",
        kept.mean,
        count(kept.n),
        broken.mean,
        count(broken.n)
    ))
}

fn left_out(report: &Report) -> Option<String> {
    let chains = match report.left_out.values().sum() {
        0 => return None,
        1 => "1 chain was".to_owned(),
        many => format!("{} chains were", count(many)),
    };
    let reasons =
        report.left_out.iter().map(|(reason, &number)| format!("{} {}", count(number), reason.replace('_', " ")));
    Some(format!("{chains} left out: {}.", list(&reasons.collect::<Vec<_>>())))
}
