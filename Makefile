# Two commands: "make run" and "make test". Nothing has to be set up but a JDK 25 in a usual place or in JAVA_HOME.
.DEFAULT_GOAL := help
.PHONY: help run test chromium clocks format clean

help: ## lists these targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-17s %s\n", $$1, $$2 }'
	@echo "Settings of make run, such as INGRESS_PORT=8444 or NODES=origin:2,edge:1,mixer:1: lab/stack/README.md"

run: ## builds what is missing and runs the whole system on this machine, until Ctrl-C
	@exec lab/stack/run

test: chromium clocks ## builds everything and runs all tests, browser tests included: what CI does
	@exec ./maven -B -ntp -T2 verify

chromium: ## makes sure of what the browser tests need
	@lab/stack/system-packages media
	@lab/stack/system-packages browser

clocks: ## makes sure of what the tests of wrong clocks need
	@lab/stack/system-packages clocks

format: ## formats all Java sources
	@exec ./maven -B -ntp -q spotless:apply

clean: ## removes everything that was built
	@exec ./maven -B -ntp -q clean
