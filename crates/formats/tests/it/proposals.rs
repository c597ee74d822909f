//! Recipes proposed for tables that nobody has described. A proposal that is sure of itself reads the table.

use std::fmt::Write;

use catena_formats::{Proposal, propose, read};

fn proposal(table: &[u8]) -> Proposal {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), table).unwrap();
    let proposal = propose(file.path()).unwrap();
    let import = read(&[file.path().to_owned()], Some(&proposal.recipe), &()).unwrap();
    assert!(import.handoffs.len() > 2, "{}", proposal.recipe.to_toml());
    proposal
}

/// The recipe, how sure it is, and why.
fn told(proposal: &Proposal) -> String {
    let reasons: Vec<String> = proposal.reasons.iter().map(ToString::to_string).collect();
    format!("{}\n{:.2}\n{}", proposal.recipe.to_toml(), proposal.confidence, reasons.join("\n"))
}

#[test]
fn a_native_table_is_recognised() {
    let proposal = proposal(include_bytes!("golden/flower-shop.csv"));
    insta::assert_snapshot!(told(&proposal));
    let kinds: Vec<&str> = proposal.columns.iter().map(|column| column.kind.as_str()).collect();
    assert_eq!(kinds, ["text", "text", "text", "text", "instant", "instant", "instant", "instant", "truth", "number"]);
}

/// Tasks of a project: one root and four tasks below it, each time.
#[test]
fn pieces_of_work_with_parents_are_spans() {
    let mut table = "Vorgangsnummer;Übergeordnet;Abteilung;Kunde;Erstellt am;Erledigt am;Fällig am;Art\n".to_owned();
    for case in 0..30 {
        let (day, kind) = (1 + case % 28, ["Eil", "Normal"][case % 2]);
        writeln!(
            table,
            "V{case};;Vertrieb;Kunde {case};{day:02}.03.2026 09:00;{day:02}.03.2026 17:00;{day:02}.03.2026 16:00;{kind}"
        )
        .unwrap();
        for (task, team) in ["Lager", "Werkstatt", "Versand"].iter().enumerate() {
            let hour = 9 + 2 * task;
            writeln!(table, "V{case}-{task};V{case};{team};Vertrieb;{day:02}.03.2026 {hour:02}:10;{day:02}.03.2026 {:02}:00;;{kind}", hour + 2).unwrap();
        }
    }
    insta::assert_snapshot!(told(&proposal(table.as_bytes())));
}

/// Shaped like the log of a service desk: day first, `?` for no value, a column of the same name twice.
#[test]
fn repeated_cases_with_changing_times_are_transitions() {
    let mut table = "number,ident_state,made_sla,caller_id,opened_at,sys_created_at,sys_updated_at,category,category,priority,assignment_group,assigned_to,resolved_at,closed_at\n".to_owned();
    for case in 0..60 {
        let day = 1 + case % 27;
        let opened = format!("{day}/2/2016 01:16");
        let states = ["New", "Active", "Awaiting User Info", "Awaiting Vendor", "Resolved", "Closed"];
        for (event, state) in states.iter().enumerate() {
            let group = if event == 0 { "?".to_owned() } else { (50 + case % 7 + event / 3).to_string() };
            writeln!(
                table,
                "{case:07},{state},true,{},{opened},{opened},{day}/2/2016 {:02}:{:02},{},{},{},{group},{},{},{}/3/2016 12:00",
                2000 + case * 7,
                2 + event * 3,
                case % 60,
                40 + case % 5,
                160 + case % 9,
                1 + case % 4,
                case % 31,
                if event < 4 { "?".to_owned() } else { format!("{day}/2/2016 14:00") },
                1 + case % 28,
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(told(&proposal(table.as_bytes())));
}

#[test]
fn several_dates_in_a_row_are_milestones() {
    let mut table = "order_id,customer_id,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date,customer_state\n".to_owned();
    for case in 0..50 {
        let day = 1 + case % 20;
        writeln!(
            table,
            "ord{case:04x},cus{case:04x},2026-03-{day:02} 10:56:33,2026-03-{day:02} 11:07:15,2026-03-{:02} 19:55:00,{},2026-03-{:02} 00:00:00,{}",
            day + 2,
            if case == 7 { String::new() } else { format!("2026-03-{:02} 21:25:13", day + 8) },
            day + 10,
            ["SP", "RJ", "MG"][case % 3]
        )
        .unwrap();
    }
    insta::assert_snapshot!(told(&proposal(table.as_bytes())));
}

#[test]
fn people_are_never_proposed_as_links_where_a_team_is_known() {
    let mut table = "Case ID\tActivity\tResource\tComplete Timestamp\n".to_owned();
    for case in 0..40 {
        for (event, (activity, person)) in
            [("Assign seriousness", "Value 1"), ("Take in charge ticket", "Value 2"), ("Resolve ticket", "Value 2")]
                .iter()
                .enumerate()
        {
            writeln!(
                table,
                "Case {case}\t{activity}\t{person}\t2012/10/{:02} {:02}:50:17.000",
                1 + case % 28,
                9 + event
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(told(&proposal(table.as_bytes())));
}

#[test]
fn french_latin_1_and_an_order_of_days_that_cannot_be_told() {
    let mut table = b"num\xe9ro;\xe9quipe;date de cr\xe9ation;date de cl\xf4ture;\xe9ch\xe9ance\n".to_vec();
    for case in 0..40 {
        let text = format!(
            "D{case};Atelier {};{:02}/{:02}/2026 09:00;{:02}/{:02}/2026 17:00;{:02}/04/2026\n",
            case % 3,
            1 + case % 9,
            3,
            2 + case % 9,
            3,
            3 + case % 9
        );
        table.extend_from_slice(text.as_bytes());
    }
    insta::assert_snapshot!(told(&proposal(&table)));
}

#[test]
fn a_table_that_tells_nothing_is_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |text: &str| {
        let path = folder.path().join("table.csv");
        std::fs::write(&path, text).unwrap();
        propose(&path).unwrap_err().to_string().replace(&format!("{}/", folder.path().display()), "")
    };
    insta::assert_snapshot!([refused("a,b\n1,2\n3,4\n"), refused("a,b\n")].join("\n"));
}

#[test]
fn a_table_that_only_tells_when_leaves_its_columns_to_be_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log.csv");
    std::fs::write(
        &file,
        "foo,bar,baz\nq,2026-03-02T09:00:00Z,z\nr,2026-03-02T10:00:00Z,y\ns,2026-03-02T11:00:00Z,x\n",
    )
    .unwrap();
    let proposal = propose(&file).unwrap();
    assert!(proposal.confidence.abs() < f64::EPSILON, "{proposal:?}");
    assert_eq!(proposal.columns.len(), 3);
    let rules = proposal.recipe.transitions.as_ref().unwrap();
    assert_eq!((rules.case.as_str(), rules.time.as_str(), rules.team.as_str()), ("", "bar", ""));
    assert!(read(&[file], Some(&proposal.recipe), &()).is_err());
}
