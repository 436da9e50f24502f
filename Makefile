# Everything here is a shorthand: the plain go commands are in the README.
GO ?= go

.PHONY: demo walkthrough proto feast load test race fuzz mutants golden fmt lint bench build check bench-quick bench-large crash redis kafka sketches

build: ## build featc into ./bin
	$(GO) build -o bin/featc ./cmd/featc

demo: ## examples/fraud: make its data, compile, train into Parquet, verify
	$(GO) run ./examples/fraud/demo

walkthrough: ## examples/fraud/README.md, step by step: train, serve, push an event, audit
	$(GO) test ./examples -timeout 10m -v -run TestWalkthrough -walkthrough

test: ## all tests
	$(GO) test -timeout 45m ./...

race: ## the runtime and generated operators under the race detector
	$(GO) test -race ./runtime/...
	$(GO) test ./golden -run TestOperators

fuzz: ## differential fuzzing, longer than in the tests; CASES and SEED as you like
	cd internal/fuzz && $(GO) test -timeout 0 -run TestDifferential -progress 10s -cases $(or $(CASES),20000) $(if $(SEED),-seed $(SEED))

FEAST_PYTHON = .bench/feast/bin/python

$(FEAST_PYTHON):
	python3 -m venv .bench/feast && .bench/feast/bin/pip install --quiet feast || rm -rf .bench/feast

feast: $(FEAST_PYTHON) ## the Feast Python SDK as a client: reads and pushes
	@if [ -x $(FEAST_PYTHON) ]; then $(GO) test ./internal/serve -timeout 10m -v -run TestFeastSDK -feast $(CURDIR)/$(FEAST_PYTHON); \
		else echo "*** SKIPPED: the Feast SDK cannot be had here, so nothing was tested ***"; fi

load: $(FEAST_PYTHON) ## latency of featc's server under wrk, and beside Feast's Python server in the same run
	@command -v wrk >/dev/null || apt-get install -y -qq wrk >/dev/null || \
		echo "*** SKIPPED: there is no wrk, and apt-get does not install it ***"
	$(GO) test ./internal/serve -timeout 20m -v -run 'TestLatency|TestInProcess' -latency 5s
	@if [ -x $(FEAST_PYTHON) ]; then $(GO) test ./internal/serve -timeout 20m -v -run TestLoadBesideFeast -beside 5s -feast $(CURDIR)/$(FEAST_PYTHON); \
		else echo "*** SKIPPED: Feast cannot be had here, so there is nothing to measure beside ***"; fi

PB = runtime/serving/feast/pb

proto: ## Go of the gRPC service; needs protoc, protoc-gen-go and protoc-gen-go-grpc
	$(or $(PROTOC),protoc) -I $(PB) --go_out=$(PB) --go_opt=paths=source_relative \
		--go-grpc_out=$(PB) --go-grpc_opt=paths=source_relative feast/serving/ServingService.proto feast/types/Value.proto
	sed -i -e '/^\/\/ versions:/d' -e '/^\/\/ [-[:space:]]*protoc/d' $$(find $(PB) -name '*.pb.go')
	gofmt -w $(PB)

golden: ## rewrite every golden file; read the diff
	$(GO) test ./golden ./lang/diag ./lang/format ./compiler/agg ./compiler/fn -update
	$(GO) test ./examples -run TestLateTable -update

fmt:
	gofmt -w $$(git ls-files '*.go')

lint: ## what CI checks beyond tests
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...

mutants: ## the suite against deliberate faults, one by one; an hour or more
	$(GO) test ./internal/mutation -timeout 0 -v -run TestMutantsAreCaught -mutants $(or $(MUTANTS),.)

crash: ## kill -9 a server under load, KILLS times, and hold what it served against the training SQL
	$(GO) test ./internal/serve -timeout 0 -v -run TestKill -kills $(or $(KILLS),200)

redis: ## the store in Redis: KILLS kills, an outage of a minute
	@command -v redis-server >/dev/null || apt-get install -y -qq redis-server >/dev/null || \
		echo "*** SKIPPED: there is no redis-server, and apt-get does not install it ***"
	$(GO) test ./runtime/serving/store/redis -v
	$(GO) test ./internal/serve -timeout 0 -v -long -run TestRedis -kills $(or $(KILLS),200) -outage $(or $(OUTAGE),1m)

KAFKA_JARS = $(CURDIR)/.kafka/lib

kafka: ## a real broker of Kafka, its jars from Maven: KILLS kills, an outage of a minute
	@test -d $(KAFKA_JARS) || mvn -q -B -f internal/kafkatest/pom.xml dependency:copy-dependencies -DoutputDirectory=$(KAFKA_JARS) || \
		{ rm -rf .kafka; echo "*** SKIPPED: no Kafka: it needs Java 17 and Maven ***"; }
	test ! -d $(KAFKA_JARS) || $(GO) test ./internal/serve -timeout 0 -v -long -run TestKafka -kafka-jars $(KAFKA_JARS) \
		-kills $(or $(KILLS),20) -outage $(or $(OUTAGE),1m)

sketches: ## how far sketches are from the truth, on VALUES values of each shape of data
	$(GO) test ./internal/sketch -timeout 0 -v -values $(or $(VALUES),10000000)

BENCH_PYTHON = .bench/venv/bin/python

# Polars is a contestant; where it cannot be had, the table says that it did not run.
$(BENCH_PYTHON):
	python3 -m venv .bench/venv && .bench/venv/bin/pip install --quiet polars || \
		{ echo "*** no Polars: it will be missing from the table ***"; rm -rf .bench; }

bench: $(BENCH_PYTHON) ## all tables and plots of docs/benchmarks.md but the large one
	$(GO) run ./internal/bench/offline -docs docs -python $(BENCH_PYTHON) $(BENCHFLAGS)
	$(GO) test -run '^$$' -bench . -benchmem ./lang/... ./compiler/... ./runtime/... ./backends/...
	$(GO) test ./golden -v -run 'TestOperators|TestLoad|TestCollections' -bench-operators

bench-quick: $(BENCH_PYTHON) ## the same contestants on little data
	$(GO) run ./internal/bench/offline -quick -python $(BENCH_PYTHON)

bench-large: ## 100 M events within 4 GiB
	$(GO) run ./internal/bench/offline -docs docs -parts large
