package main

import (
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/internal/streamengine"
)

// engines are the judge and the engines that it judges. Stop them after use.
type engines struct {
	judge  engine.Engine
	others []engine.Engine
	stop   func()
}

// all returns the judge, and then the others.
func (e *engines) all() []engine.Engine { return append([]engine.Engine{e.judge}, e.others...) }

// allEngines starts the three engines.
func allEngines() (*engines, error) {
	sql, err := duck.New(duck.Options{})
	if err != nil {
		return nil, &project.EngineError{Engine: "sql", Err: err}
	}
	return &engines{
		judge:  reference.Engine{},
		others: []engine.Engine{sql, &streamengine.Engine{}},
		stop:   func() { _ = sql.Close() }, // nothing is left to lose
	}, nil
}
