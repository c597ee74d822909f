//! Tables by recipe, and what is refused. Every example of `docs/recipes.md` is read as it stands there.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use catena_analysis::{Budgets, Chains};
use catena_formats::{Error, Import, Recipe, Rule, read};

/// A folder with files.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            std::fs::write(folder.path(name), bytes).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, names: &[&str], recipe: Option<&str>) -> Result<Import, Error> {
        let mut recipe = recipe.map(Recipe::parse).transpose()?;
        if let Some(recipe) = &mut recipe {
            recipe.folder = Some(self.0.path().to_owned());
        }
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        read(&paths, recipe.as_ref(), &())
    }

    /// What is wrong with an input, without the folder in front of its files.
    fn refusal(&self, names: &[&str], recipe: Option<&str>) -> String {
        let error = self.read(names, recipe).unwrap_err();
        error.to_string().replace(&format!("{}/", self.0.path().display()), "")
    }
}

/// Each hand-off on a line.
fn told(import: &Import) -> String {
    let time = |at: i64| jiff::Timestamp::from_second(at).unwrap().to_string();
    let mut text = String::new();
    for row in 0..import.handoffs.len() {
        let handoff = import.handoffs.get(row);
        let parent = handoff.parent.map_or(String::new(), |parent| format!(" for {parent}"));
        write!(text, "{}{parent} {} < {} {} to", handoff.id, handoff.customer, handoff.provider, time(handoff.opened))
            .unwrap();
        write!(text, " {}", handoff.closed.map_or("?".to_owned(), time)).unwrap();
        for (word, at) in [("due", handoff.due), ("started", handoff.started)] {
            if let Some(at) = at {
                write!(text, ", {word} {}", time(at)).unwrap();
            }
        }
        if let Some(rating) = handoff.rating {
            write!(text, ", rated {rating}").unwrap();
        }
        for (word, is) in [
            ("customer hold", handoff.customer_hold),
            ("rework", handoff.rework),
            ("internal", handoff.internal),
            ("not awaited", !handoff.awaited),
        ] {
            if is {
                write!(text, ", {word}").unwrap();
            }
        }
        if let Some(fault) = handoff.fault {
            write!(text, ", {}", fault.code()).unwrap();
        }
        text.push('\n');
    }
    text
}

/// The blocks of a page: the words behind the fence, and what they hold.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if let Some(words) = line.strip_prefix("```") {
            inside = !inside;
            if inside {
                blocks.push((words.to_owned(), String::new()));
            }
        } else if inside {
            let text = &mut blocks.last_mut().unwrap().1;
            text.push_str(line);
            text.push('\n');
        }
    }
    blocks
}

#[test]
fn every_example_of_the_page_on_recipes_is_true() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/recipes.md");
    let blocks = blocks(&std::fs::read_to_string(page).unwrap());
    let (folder, mut recipe, mut tables, mut read) = (Folder::with(&[]), String::new(), Vec::new(), 0);
    for (words, text) in &blocks {
        match words.split_once(' ').unwrap_or((words, "")) {
            ("csv", name) => {
                std::fs::write(folder.path(name), text).unwrap();
                tables.push(name);
            }
            ("toml", name) => {
                Recipe::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
                text.clone_into(&mut recipe);
            }
            ("text", _) => {
                // The first table is the input, those after it are joined.
                let import = folder.read(&tables[..1], Some(&recipe)).unwrap();
                let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n";
                assert_eq!(told(&import), text.lines().map(line).collect::<String>(), "{tables:?}");
                tables.clear();
                read += 1;
            }
            _ => {}
        }
    }
    assert_eq!(read, 3);
}

#[test]
fn the_recipe_for_the_real_log_is_a_recipe() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/uci-incidents.toml");
    let recipe = Recipe::open(&path).unwrap();
    assert_eq!(Recipe::parse(&recipe.to_toml()).unwrap().transitions, recipe.transitions);
}

const NATIVE: &str = "id,parent,customer,provider,opened,closed,due,city\n\
    O1,,Rose,Clerk,2026-03-02T09:00:00Z,2026-03-02T13:00:00Z,2026-03-02,Graz\n\
    D1,O1,Clerk,Ann,2026-03-02T09:10:00Z,2026-03-02T11:00:00Z,,\n";

#[test]
fn a_packed_table_reads_like_the_plain_one() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gz, NATIVE.as_bytes()).unwrap();
    let (gz, zst) = (gz.finish().unwrap(), zstd::encode_all(NATIVE.as_bytes(), 3).unwrap());
    let folder = Folder::with(&[("plain.csv", NATIVE.as_bytes()), ("a.csv.gz", &gz), ("b.csv.zst", &zst)]);
    let plain = told(&folder.read(&["plain.csv"], None).unwrap());
    for packed in ["a.csv.gz", "b.csv.zst"] {
        assert_eq!(told(&folder.read(&[packed], None).unwrap()), plain, "{packed}");
    }
}

#[test]
fn several_files_are_one_log_and_rows_know_their_file() {
    let more = "closed;opened;provider;customer;parent;id\n2026-03-03T10:00:00Z;2026-03-03T09:00:00Z;Bob;Clerk;O1;D2\n";
    let folder = Folder::with(&[("a.csv", NATIVE.as_bytes()), ("b.csv", more.as_bytes())]);
    let import = folder.read(&["a.csv", "b.csv"], None).unwrap();
    assert_eq!(import.handoffs.len(), 3);
    assert_eq!(import.handoffs.get(2).provider, "Bob");
    assert_eq!(import.handoffs.attributes()[0].value(2), None);
    let (file, line) = import.handoffs.place(2);
    assert!(file.ends_with("b.csv") && line == 2, "{file}:{line}");
}

#[test]
fn a_native_log_may_have_a_recipe_for_what_its_columns_do_not_say() {
    let folder =
        Folder::with(&[("log.csv", NATIVE.as_bytes()), ("teams.csv", b"person,team\nAnn,Design\nClerk,Desk\n")]);
    let recipe = "kind = \"native\"\nproviders = \"people\"\nstep = \"teams.team\"\nattributes = [\"city\"]\n\
        internal = { column = \"customer\", values = [\"Rose\"] }\n\
        [[join]]\nfile = \"teams.csv\"\nkey = \"person\"\non = \"provider\"\n[promise]\notherwise = \"1h\"\n";
    let import = folder.read(&["log.csv"], Some(recipe)).unwrap();
    insta::assert_snapshot!(told(&import), @r"
    O1 Rose < Desk 2026-03-02T09:00:00Z to 2026-03-02T13:00:00Z, due 2026-03-02T23:59:59Z, internal
    D1 for O1 Desk < Design 2026-03-02T09:10:00Z to 2026-03-02T11:00:00Z
    ");
}

#[test]
fn people_are_shown_under_their_step_in_transitions_too() {
    let table = "case,time,person,role\n1,2026-03-02,Ann,Clerk\n1,2026-03-03,Bob,Clerk\n1,2026-03-04,Cy,Buyer\n1,2026-03-05,Ann,Clerk\n";
    let folder = Folder::with(&[("log.csv", table.as_bytes())]);
    let recipe = "kind = \"transitions\"\nproviders = \"people\"\nstep = \"role\"\n[transitions]\ncase = \"case\"\ntime = \"time\"\nteam = \"person\"\n";
    insta::assert_snapshot!(told(&folder.read(&["log.csv"], Some(recipe)).unwrap()), @r"
    1 Customer < Clerk 2026-03-02T00:00:00Z to 2026-03-05T00:00:00Z
    1/1 for 1 Clerk < Clerk 2026-03-02T00:00:00Z to 2026-03-03T00:00:00Z
    1/2 for 1 Buyer < Clerk 2026-03-03T00:00:00Z to 2026-03-04T00:00:00Z
    1/3 for 1 Clerk < Buyer 2026-03-04T00:00:00Z to 2026-03-05T00:00:00Z
    1/4 for 1 Customer < Clerk 2026-03-05T00:00:00Z to 2026-03-05T00:00:00Z
    ");
}

#[test]
fn events_may_come_in_any_order_and_in_several_files() {
    let header = "case,time,team\n";
    let (one, two) = (format!("{header}2,9,A\n1,9,A\n1,11,B\n"), format!("{header}1,10,C\n2,12,A\n"));
    let folder = Folder::with(&[("1.csv", one.as_bytes()), ("2.csv", two.as_bytes())]);
    let recipe = "kind = \"transitions\"\ntime.formats = [\"%s\"]\n[transitions]\ncase = \"case\"\ntime = \"time\"\nteam = \"team\"\n";
    insta::assert_snapshot!(told(&folder.read(&["1.csv", "2.csv"], Some(recipe)).unwrap()), @r"
    2 Customer < A 1970-01-01T00:00:09Z to 1970-01-01T00:00:12Z
    2/1 for 2 Customer < A 1970-01-01T00:00:09Z to 1970-01-01T00:00:12Z
    1 Customer < A 1970-01-01T00:00:09Z to 1970-01-01T00:00:11Z
    1/1 for 1 C < A 1970-01-01T00:00:09Z to 1970-01-01T00:00:10Z
    1/2 for 1 B < C 1970-01-01T00:00:10Z to 1970-01-01T00:00:11Z
    1/3 for 1 Customer < B 1970-01-01T00:00:11Z to 1970-01-01T00:00:11Z
    ");
}

#[test]
fn what_had_to_be_decided_about_cases_is_in_the_report() {
    let table = "case,time,team,state,end\n\
        1,9,?,Open,?\n1,10,A,Open,?\n1,20,B,Open,15\n\
        2,9,?,Open,12\n3,soon,A,Open,12\n,9,A,Open,12\n";
    let folder = Folder::with(&[("log.csv", table.as_bytes())]);
    let recipe = "kind = \"transitions\"\ntime.formats = [\"%s\"]\ncsv.missing = [\"?\"]\n[transitions]\ncase = \"case\"\n\
        time = \"time\"\nteam = \"team\"\nstate = [\"state\"]\nclosed = \"end\"\ndone = [\"Finished\"]\n";
    let import = folder.read(&["log.csv"], Some(recipe)).unwrap();
    let found: Vec<_> =
        import.quality.findings.iter().map(|finding| (finding.code, finding.count, finding.places[0].line)).collect();
    assert_eq!(
        found,
        [
            (Rule::NoId, 1, 7),
            (Rule::EventWithoutTime, 1, 6),
            (Rule::AfterTheEnd, 1, 4),
            (Rule::NoTeam, 2, 2),
            (Rule::UnknownState, 1, 0),
            (Rule::UnlistedState, 1, 2),
            (Rule::NeverHeld, 1, 5),
        ]
    );
    insta::assert_snapshot!(told(&import), @r"
    1 Customer < A 1970-01-01T00:00:09Z to 1970-01-01T00:00:15Z
    1/1 for 1 Customer < A 1970-01-01T00:00:10Z to 1970-01-01T00:00:15Z
    2 Customer <  1970-01-01T00:00:09Z to 1970-01-01T00:00:12Z, missing_value
    3 Customer < A 1970-01-01T00:00:00Z to ?, bad_time
    ");
}

#[test]
fn joined_tables_report_unknown_keys_and_several_rows() {
    let folder = Folder::with(&[
        ("log.csv", NATIVE.as_bytes()),
        ("dues.csv", b"order;due\nO1;2026-03-02 12:00\nO1;2026-03-09 12:00\n"),
    ]);
    let recipe = "kind = \"native\"\n[promise]\ndue = \"dues.due\"\n[[join]]\nfile = \"dues.csv\"\nkey = \"order\"\non = \"id\"\n";
    let import = folder.read(&["log.csv"], Some(recipe)).unwrap();
    assert_eq!(import.quality.count(Rule::NoJoinedRow), 1);
    assert_eq!(import.quality.count(Rule::SeveralJoinedRows), 1);
}

#[test]
fn latin_1_is_read_when_the_recipe_says_so() {
    let table = b"id,parent,customer,provider,opened,closed\n1,,M\xfcller,B\xe4cker,2026-03-02,2026-03-03\n";
    let folder = Folder::with(&[("log.csv", table)]);
    let latin = folder.read(&["log.csv"], Some("kind = \"native\"\ncsv.encoding = \"latin-1\"")).unwrap();
    assert_eq!((latin.handoffs.get(0).customer, latin.quality.count(Rule::NotUtf8)), ("Müller", 0));
    let unsaid = folder.read(&["log.csv"], None).unwrap();
    assert_eq!((unsaid.handoffs.get(0).customer, unsaid.quality.count(Rule::NotUtf8)), ("M\u{fffd}ller", 2));
}

#[test]
fn what_cannot_be_read_at_all_is_refused_with_a_way_out() {
    let folder = Folder::with(&[
        ("foreign.csv", b"ticket,team\n1,A\n"),
        ("empty.csv", b""),
        ("header.csv", b"id,parent,customer,provider,opened,closed\n"),
        ("times.csv", b"id,parent,customer,provider,opened,closed\n1,,C,P,02/03/2026,\n2,,C,P,03/03/2026,\n"),
        ("book.xlsx", b"PK\x03\x04...[Content_Types].xml...xl/workbook.xml"),
        ("open.csv", b"id,parent,customer,provider,opened,closed\n1,,\"C,P,2026-03-02,\n2,,C,P,2026-03-02,\n"),
        ("log.csv", NATIVE.as_bytes()),
        ("log.xes", b"<?xml version=\"1.0\"?><log></log>"),
    ]);
    std::fs::create_dir(folder.path("folder")).unwrap();
    let spans = "kind = \"spans\"\n[spans]\nid = \"ticket\"\nparent = \"parent\"\nprovider = \"team\"\nopened = \"o\"\nclosed = \"c\"\n";
    let cases: [(&[&str], Option<&str>); 14] = [
        (&[], None),
        (&["nowhere.csv"], None),
        (&["folder"], None),
        (&["foreign.csv"], None),
        (&["empty.csv"], None),
        (&["header.csv"], None),
        (&["times.csv"], None),
        (&["book.xlsx"], None),
        (&["open.csv"], None),
        (&["log.csv", "log.xes"], None),
        (&["foreign.csv"], Some(spans)),
        (&["log.csv"], Some("kind = \"spans\"")),
        (&["log.csv"], Some("kind = \"native\"\nprovider = \"team\"")),
        (&["log.csv"], Some("kind = \"native\"\n[[join]]\nfile = \"../other.csv\"\nkey = \"id\"\non = \"id\"")),
    ];
    let refusals: Vec<String> = cases.iter().map(|(names, recipe)| folder.refusal(names, *recipe)).collect();
    insta::assert_snapshot!(refusals.join("\n"));
}

#[test]
fn a_slip_in_a_recipe_is_refused_with_its_place() {
    let cases = [
        "kind = \"spam\"",
        "kind = \"native\"\n[csv]\ndelimiter = \"é\"",
        "kind = \"native\"\nproviders = \"people\"",
        "kind = \"native\"\n[time]\nzone = \"Mars/Base\"",
        "kind = \"native\"\n[time]\nformats = [\"%Q\"]",
        "kind = \"native\"\n[promise]\nby = \"priority\"",
        "kind = \"native\"\n[promise]\notherwise = \"soon\"",
        "kind = \"native\"\n[promise]\notherwise = \"8h\"\nworking.week = { mo = [\"09:00-17:00\"] }",
        "kind = \"native\"\n[milestones]\ncase = \"c\"\nfront = \"f\"\nopened = \"o\"\nclosed = \"c\"\nsteps = []",
    ];
    let refusals: Vec<String> = cases.iter().map(|toml| Recipe::parse(toml).unwrap_err().to_string()).collect();
    insta::assert_snapshot!(refusals.join("\n"));
}

#[test]
fn a_duration_counts_as_typical_whatever_else_cannot_be_read_of_its_row() {
    let table = b"id,parent,customer,provider,opened,started,closed,due,rating\n\
        A,,Ms Rose,P,2026-03-02T09:00:00Z,,2026-03-02T09:10:00Z,,\n\
        A1,A,P,Q,2026-03-02T09:00:00Z,,2026-03-02T09:00:03Z,,\n\
        B,,Ms Rose,P,2026-03-02T09:00:00Z,,2026-03-02T09:10:00Z,,\n\
        B1,B,P,Q,2026-03-02T09:00:00Z,,2026-03-02T09:00:30Z,,n/a\n\
        B2,B,P,Q,2026-03-02T09:00:00Z,soon,2026-03-02T09:00:40Z,,\n\
        B3,B,P,Q,2026-03-02T09:00:00Z,,soon,,\n\
        B4,B,P,Q,soon,,2026-03-02T09:00:50Z,,\n\
        B5,B,P,Q,2026-03-02T09:00:00Z,,2026-03-02T09:00:50Z,soon,\n";
    let typical = |import: Import| {
        let chains = Chains::build(import.handoffs);
        let budgets = Budgets::typical(&chains, 1.0);
        budgets.of_provider(chains.parties().find("Q").unwrap())
    };
    let folder = Folder::with(&[("log.csv", table)]);
    let import = folder.read(&["log.csv"], None).unwrap();
    let mut copy = Vec::new();
    catena_formats::write::native_csv(&import.handoffs, &mut copy).unwrap();
    assert_eq!(typical(import), Some(40));
    assert_eq!(typical(Folder::with(&[("copy.csv", &copy)]).read(&["copy.csv"], None).unwrap()), Some(40));
}

#[test]
fn where_a_child_names_no_customer_it_is_the_provider_of_its_parent() {
    let table = b"id,parent,who,team,from,to\n\
        C,R,,Design,2026-03-02T09:00:00Z,2026-03-02T09:10:00Z\n\
        D,R,Sales,Design,2026-03-02T09:00:00Z,2026-03-02T09:10:00Z\n\
        R,,,Clerk,2026-03-02T09:00:00Z,2026-03-02T10:00:00Z\n";
    let recipe = "kind = \"spans\"\n[spans]\nid = \"id\"\nparent = \"parent\"\ncustomer = \"who\"\nprovider = \"team\"\nopened = \"from\"\nclosed = \"to\"\n";
    let import = Folder::with(&[("log.csv", table)]).read(&["log.csv"], Some(recipe)).unwrap();
    let customers: Vec<&str> = (0..3).map(|row| import.handoffs.get(row).customer).collect();
    assert_eq!(customers, ["Clerk", "Sales", "Customer"]);
}
