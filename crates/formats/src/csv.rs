//! Tables: text with a header, a delimiter and one record a line.

mod blocks;
mod decode;
mod native;
mod records;
mod table;

pub(crate) use decode::decode;
pub(crate) use native::{COLUMNS, missing_columns, read};
pub(crate) use table::Table;

#[cfg(test)]
mod tests {
    //! Whatever a table holds and wherever it is cut, the same rows come out, at the same lines.

    use std::fmt::Write as _;
    use std::io::Cursor;

    use catena_analysis::Handoffs;
    use proptest::prelude::*;

    use super::native;
    use super::table::Table;
    use crate::Error;
    use crate::instants::Instants;
    use crate::kind::Kind;
    use crate::quality::Quality;
    use crate::recipe::Csv;
    use crate::source::Source;

    const HEADER: &str = "id,parent,customer,provider,opened,closed,due,note\n";

    fn open(text: &[u8], csv: &Csv, size: usize) -> Result<Table<'static>, Error> {
        let reader = Box::new(Cursor::new(text.to_vec()));
        Table::with_blocks(Source { name: "log.csv".to_owned(), kind: Kind::Table, reader }, csv, size)
    }

    /// The records of a table, each with its line, and what was found.
    fn records(text: &[u8], size: usize) -> Result<(Vec<String>, Quality), String> {
        let mut table = open(text, &Csv::default(), size).map_err(|error| error.to_string())?;
        let mut rows = vec![format!("{:?}", table.header)];
        let mut quality = std::mem::take(&mut table.quality);
        let each = table.each(&mut quality, |record, _| {
            rows.push(format!("{}: {:?}", record.line, record.fields().collect::<Vec<_>>()));
        });
        each.map(|()| (rows, quality)).map_err(|error| error.to_string())
    }

    fn handoffs(text: &[u8], size: usize) -> Result<(Handoffs, Quality), Error> {
        let (mut handoffs, mut quality) = (Handoffs::default(), Quality::default());
        let table = open(text, &Csv::default(), size)?;
        native::read(table, &Instants::default(), &[], &mut handoffs, &mut quality)?;
        Ok((handoffs, quality))
    }

    fn rows(handoffs: &Handoffs) -> Vec<String> {
        let attributes = |row| handoffs.attributes().iter().map(|column| column.value(row)).collect::<Vec<_>>();
        (0..handoffs.len()).map(|row| format!("{:?} {:?}", handoffs.get(row), attributes(row))).collect()
    }

    #[test]
    fn each_way_to_write_a_record_is_read() {
        let cases: [(&str, &[&str]); 12] = [
            ("a,b\n1,2\n", &["2: [\"1\", \"2\"]"]),
            ("a,b\r\n1,2\r\n3,4", &["2: [\"1\", \"2\"]", "3: [\"3\", \"4\"]"]),
            ("\u{feff}a,b\n1,2", &["2: [\"1\", \"2\"]"]),
            ("a;b\n1;2,5\n", &["2: [\"1\", \"2,5\"]"]),
            ("sep=\t\na\tb\n1\t2\n", &["3: [\"1\", \"2\"]"]),
            ("\n\na,b\n\n1,2\n\r\n3,4\n", &["5: [\"1\", \"2\"]", "7: [\"3\", \"4\"]"]),
            ("a,b\n\"1\n1\",2\n3,4\n", &["2: [\"1\\n1\", \"2\"]", "4: [\"3\", \"4\"]"]),
            ("a,b\n\"say \"\"no\"\"\",2\n", &["2: [\"say \\\"no\\\"\", \"2\"]"]),
            ("a,b\n5\" pipe,2\n3,\"4\"x\n", &["2: [\"5\\\" pipe\", \"2\"]", "3: [\"3\", \"4x\"]"]),
            ("a,b\n1\n1,2,3\n,\n", &["2: [\"1\"]", "3: [\"1\", \"2\", \"3\"]", "4: [\"\", \"\"]"]),
            ("a,b\n1\u{0},2\n", &["2: [\"1\\0\", \"2\"]"]),
            ("a,b\n", &[]),
        ];
        for (text, expected) in cases {
            let (rows, _) = records(text.as_bytes(), 1 << 20).unwrap();
            assert_eq!(rows[1..], *expected, "{text:?}");
        }
    }

    #[test]
    fn columns_of_the_same_name_stay_apart() {
        let table = open(b" a ,A,,a,a\n", &Csv::default(), 99).unwrap();
        assert_eq!(table.header, ["a", "A", "column 3", "a (2)", "a (3)"]);
        assert_eq!(table.column("a"), Some(0));
        assert_eq!(table.column("COLUMN 3"), Some(2));
        assert_eq!(table.column("b"), None);
    }

    #[test]
    fn a_field_of_many_megabytes_is_read() {
        let field = "x".repeat(5 << 20);
        let (rows, _) = records(format!("a,b\n{field},\"{field}\n\"\n1,2\n").as_bytes(), 1 << 16).unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[2], "4: [\"1\", \"2\"]");
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_replaced_and_reported() {
        let (rows, quality) = records(b"a,b\n1,2\nM\xfcller,\xff\n", 1 << 20).unwrap();
        assert_eq!(rows[2], "3: [\"M\u{fffd}ller\", \"\u{fffd}\"]");
        assert_eq!(quality.count(crate::Rule::NotUtf8), 2);
        assert_eq!(quality.findings[0].places[0].line, 3);
    }

    #[test]
    fn every_fault_of_a_native_row_is_reported_with_its_place() {
        let text = format!(
            "{HEADER}1,,C,P,2026-03-02T09:00:00Z,soon,,\n2,,C,,2026-03-02T09:00:00Z,,2026-03-03,x,more\n,,C,P,,,,\n3,,C\n"
        );
        let (handoffs, quality) = handoffs(text.as_bytes(), 1 << 20).unwrap();
        insta::assert_snapshot!(quality, @r#"
        4 rows read, 3 hand-offs
               1 × left out, no_id: The row has no id (or no case): the row is left out.
                   log.csv:4: ""
               3 × left out, missing_value: A field that has to be there is empty or the row is too short: its chain is left out.
                   log.csv:3, column provider: ""
                   log.csv:5, column opened: ""
                   log.csv:5, column provider: ""
               1 × left out, bad_time: An instant cannot be read: its chain is left out.
                   log.csv:2, column closed: "soon"
               1 × noted, too_many_fields: The row has more fields than the header: the last ones are not read.
                   log.csv:3: "more"
               1 × noted, date_only: A date without a time is read as its first second (a due date as its last).
                   log.csv:3, column due: "2026-03-03"
        "#);
        assert_eq!(handoffs.get(1).due, crate::instants::parse("2026-03-03T23:59:59Z"));
        assert_eq!(handoffs.get(0).fault, Some(catena_analysis::Fault::BadTime));
    }

    #[test]
    fn byte_order_marks_inside_a_table_are_passed_over_wherever_it_is_cut() {
        let text = "a,b\n5\" pipe,1\n\u{feff}\r\n\u{feff}\u{feff}c,2\n\u{feff}".as_bytes();
        let (rows, _) = records(text, 1 << 20).unwrap();
        assert_eq!(rows, ["[\"a\", \"b\"]", "2: [\"5\\\" pipe\", \"1\"]", "4: [\"c\", \"2\"]"]);
        for size in 1..text.len() {
            assert_eq!(records(text, size).unwrap().0, rows);
        }
    }

    #[test]
    fn a_carriage_return_behind_a_byte_order_mark_is_passed_over_wherever_the_table_is_cut() {
        let text = "a,b\n1\n\u{feff}\rc\n\u{feff}\r\u{feff}\r\r\n\u{feff}\u{feff}\r\"d\",2\n";
        let (rows, quality) = records(text.as_bytes(), 1 << 20).unwrap();
        assert_eq!(rows[1..], ["2: [\"1\"]", "3: [\"c\"]", "5: [\"\\\"d\\\"\", \"2\"]"]);
        for size in 1..text.len() {
            assert_eq!(records(text.as_bytes(), size).unwrap(), (rows.clone(), quality.clone()));
        }
    }

    proptest! {
        #[test]
        fn wherever_a_table_is_cut_the_same_records_come_out(
            letters in prop::collection::vec(prop::sample::select(b"ab,,\"\"\n\n\r\xc3\xa9\xef\xbb\xbf".to_vec()), 0..60),
            size in 1_usize..40,
        ) {
            let mut text = b"a,b\n".to_vec();
            text.extend(letters);
            prop_assert_eq!(records(&text, size), records(&text, 1 << 20));
        }

        #[test]
        fn wherever_a_log_is_cut_the_same_hand_offs_come_out(
            rows_of in prop::collection::vec(("[a-c]{0,2}", "[a-c]?", "(\"x\ny\"|P \"\"|5\" P|é|)", "(2026-03-02T09:00:00Z|2026-03-02|x|)"), 0..30),
            size in 1_usize..300,
        ) {
            let mut text = HEADER.to_owned();
            for (id, parent, name, at) in rows_of {
                writeln!(text, "{id},{parent},{name},{name},{at},{at},{at},{name}").unwrap();
            }
            let whole = handoffs(text.as_bytes(), 1 << 20);
            let parts = handoffs(text.as_bytes(), size);
            match (whole, parts) {
                (Ok((whole, found)), Ok((parts, found_in_parts))) => {
                    prop_assert_eq!(rows(&whole), rows(&parts));
                    prop_assert_eq!(found, found_in_parts);
                }
                (whole, parts) => prop_assert_eq!(
                    whole.err().map(|error| error.to_string()),
                    parts.err().map(|error| error.to_string())
                ),
            }
        }
    }
}
