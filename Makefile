# Every target runs with a JDK 25 that scripts/with-jdk finds.
.DEFAULT_GOAL := help
.PHONY: help run test check dev fmt e2e faults bench conformance jmh stats

jdk := scripts/with-jdk

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## the whole product on this machine; SLUICE_GATEWAYS=2 for two gateways; Ctrl-C ends it
	@exec $(jdk) scripts/run

test: ## every test, a line per suite and the sum at the end
	@exec $(jdk) scripts/test

check: ## format, compiler, unit tests of the request path: before every push
	@exec $(jdk) scripts/check

dev: ## the gateway in dev mode with a policy file and the demo provider
	@exec $(jdk) scripts/dev

fmt: ## format all sources
	@exec $(jdk) mvn -B -ntp -q spotless:apply

e2e: ## the running product, driven and stopped
	@exec $(jdk) scripts/e2e

faults: ## limits, budgets, restarts and overload on real processes while parts die, half an hour; TEST=RateLimitFaultsTest for some
	@exec $(jdk) scripts/faults

bench: ## measures the gateway against plain proxies, half an hour; QUICK=1 for 3 minutes, SCENARIO=a,b for some
	@exec $(jdk) scripts/bench

conformance: ## recorded exchanges with providers against the gateway; FIXTURES=<directory> for your own
	@exec $(jdk) scripts/conformance

jmh: ## micro-benchmarks of the hot path, 3 minutes; JMH='Usage' for some
	@exec $(jdk) scripts/jmh

stats: ## how large the source files are
	@exec $(jdk) scripts/stats
