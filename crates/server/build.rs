//! Makes sure that there is a folder to embed the web pages from, and builds again when they change. Without the pages
//! the folder is empty and the server says so.

fn main() {
    let pages = "../../web/dist";
    // Where the sources cannot be written to, the pages are simply missing.
    let _ = std::fs::create_dir_all(pages);
    println!("cargo::rerun-if-changed={pages}");
}
