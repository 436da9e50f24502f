package main

import (
	"fmt"

	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/reference"
	"github.com/featc-lang/featc/internal/streamengine"
)

// engineNamed starts the engine that `train --engine` names. The function
// stops it.
func engineNamed(name string) (engine.Engine, func(), error) {
	switch name {
	case "sql":
		e, err := duck.New(duck.Options{})
		if err != nil {
			return nil, nil, &project.EngineError{Engine: name, Err: err}
		}
		return e, func() { _ = e.Close() }, nil // nothing is left to lose
	case "stream":
		return streamengine.New(), func() {}, nil
	}
	return nil, nil, fmt.Errorf("there is no engine %s; there are sql and stream", name)
}

// allEngines starts the judge and the engines that it judges. The function
// stops them.
func allEngines() (judge engine.Engine, others []engine.Engine, stop func(), err error) {
	sql, stop, err := engineNamed("sql")
	if err != nil {
		return nil, nil, nil, err
	}
	return reference.Engine{}, []engine.Engine{sql, streamengine.New()}, stop, nil
}
