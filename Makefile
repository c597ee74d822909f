# Catena's menu: run, test, check, bench, gen, fuzz. Each installs what it misses.
.PHONY: run test check bench gen fuzz web

# The port that `make run` listens on.
PORT ?= 7070

run: web
	@cargo build --quiet --release --package catena-cli
	@exec $$(sh scripts/target-dir)/release/catena serve --listen 127.0.0.1:$(PORT) \
	  --data .catena --demo --simulate examples/uci-incidents.csv.zst examples/flower-shop.csv

test: web
	@sh scripts/install browser
	@sh scripts/install postgres
	@PROPTEST_RNG_SEED=20261122 cargo test --quiet --workspace
	@cd web && npm test --silent
	@sh scripts/e2e

check: web
	@cargo fmt --all --check
	@cargo clippy --quiet --workspace --all-targets -- -D warnings
	@RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" cargo doc --quiet --workspace --no-deps
	@cargo test --quiet --package catena-tidy
	@if command -v cargo-deny >/dev/null; then cargo deny --offline check bans licenses sources; fi
	@cd web && npm run --silent typecheck && npm run --silent lint
	@sh scripts/generated --check

bench:
	@sh scripts/bench

# Everything that is generated and committed: OpenAPI, the schema of the JSON output, the web client's types, the
# reference of the command line.
gen: web
	@sh scripts/generated

# Coverage-guided fuzzing by hand; see CONTRIBUTING.md.
fuzz:
	@sh fuzz/run

# The pages, rebuilt when a source is newer than they are.
web:
	@sh scripts/install tools
	@sh scripts/web
