package main

import (
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/internal/streamengine"
)

// allEngines starts the judge and the engines that it judges. The function
// stops them.
func allEngines() (judge engine.Engine, others []engine.Engine, stop func(), err error) {
	sql, err := duck.New(duck.Options{})
	if err != nil {
		return nil, nil, nil, &project.EngineError{Engine: "sql", Err: err}
	}
	stop = func() { _ = sql.Close() } // nothing is left to lose
	return reference.Engine{}, []engine.Engine{sql, &streamengine.Engine{}}, stop, nil
}
