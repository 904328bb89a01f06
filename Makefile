# The habits of the project, one word each. Bare `make` lists them. The work itself is Meson's and Ninja's (meson.build).
BUILD ?= build
RUN_DATA ?= $(BUILD)/run
LISTEN ?= 127.0.0.1:8480
C_FILES = $(shell git ls-files --cached --others --exclude-standard -- '*.c' '*.h')

.DEFAULT_GOAL := help
.PHONY: help deps build run demo shots test check bench fuzz fault lint fmt fmt-check cover dist dist-test gcc clang sanitize

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

deps: ## install what is missing (Debian packages, test modules); silent when all is there
	@tools/deps.sh

build: deps ## build the program: build/shiming
	@[ -f $(BUILD)/build.ninja ] || meson setup $(BUILD)
	@ninja -C $(BUILD)

run: build ## start a server with sample accounts and cases on 127.0.0.1:8480 (LISTEN=… for another address)
	@[ -e $(RUN_DATA) ] || $(BUILD)/shiming init --data $(RUN_DATA) --sample
	@door=; if [ -f $(RUN_DATA)/sample.json ]; then \
		cat $(RUN_DATA)/sample-logins.txt; door=--sample; \
		echo "open http://$(LISTEN)/sample and come in as anybody"; \
	fi; \
	echo "serving on http://$(LISTEN) from $(RUN_DATA) (Ctrl-C stops it; remove the folder to start anew)"; \
	exec $(BUILD)/shiming serve --data $(RUN_DATA) --listen $(LISTEN) $$door

demo: build ## walk all seven routes over HTTP, with a receipt and the log verified at the end
	@$(BUILD)/shiming demo

shots: build ## take the README's pictures anew, from the sample, into docs/images/: look at them before you commit
	@SHIMING=$(BUILD)/shiming tools/with-node.sh node tests/browser/shots.mjs docs/images

test: build ## run all tests; the last line is "N passed, N failed"
	@tools/test.sh $(BUILD)

check: fmt-check gcc clang lint sanitize ## what is green before every commit: format, warnings, clang-tidy, all tests sanitized

gcc: deps
	@tools/configure.sh build-gcc --werror -Dconsole=false
	@ninja -C build-gcc

clang: deps
	@CC=clang tools/configure.sh build-clang --werror -Dconsole=false
	@ninja -C build-clang

sanitize: deps
	@tools/configure.sh build-asan -Db_sanitize=address,undefined -Db_lundef=false -Dconsole=false
	@ninja -C build-asan
	@tools/test.sh build-asan

lint: deps ## clang-tidy over src/, Biome and tsc over web/
	@CC=clang tools/configure.sh build-clang --werror -Dconsole=false
	@ninja -C build-clang
	@tools/lint.sh build-clang
	@tools/console-check.sh

fmt: deps ## format the sources in place
	@clang-format -i $(C_FILES)
	@cd web && ../tools/with-node.sh npm run --silent fmt

fmt-check: deps
	@clang-format --dry-run --Werror $(C_FILES)

cover: deps ## run all tests and show which lines they reached
	@tools/configure.sh build-cover -Db_coverage=true -Dconsole=false
	@ninja -C build-cover
	@tools/test.sh build-cover
	@tools/cover.sh build-cover

bench: build ## measure beside peers into bench/results.md (SMALL=1: a hundredth of the size; ONLY=NAME: one row)
	@tools/bench-deps.sh
	@ninja -C $(BUILD) bench/bench-bare-server bench/bench-rules
	@SHIMING=$(abspath $(BUILD))/shiming tools/with-node.sh node bench/bench.mjs

fuzz: deps ## feed the parsers hostile bytes (MINUTES=20 each, ONLY=NAME, SEED=…: see tools/fuzz.sh)
	@CC=clang tools/configure.sh build-fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false -Dconsole=false
	@ninja -C build-fuzz fuzzers
	@tools/fuzz.sh build-fuzz

fault: build ## kill, fill and cut off while under load (KILLS=3000, SEED=…, PARTS="kill writes": see tools/fault.sh)
	@tools/fault.sh $(BUILD) $(PARTS)

dist: deps ## make a source archive and a Debian package in dist/, of what is committed
	@tools/deps.sh dist
	@tools/dist.sh

dist-test: ## install, serve, upgrade, remove and purge that package in a fresh Debian (root, minutes)
	@tools/deps.sh dist
	@tools/dist-test.sh
