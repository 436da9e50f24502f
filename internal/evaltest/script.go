package evaltest

import (
	"fmt"
	"path"
	"strings"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// Script is one file of cases.
type Script struct {
	Name  string
	Cases []*Case
}

// Case is a program with events and the reads that must hold over them.
type Case struct {
	Title   string
	Line    int // of the case command
	Program *ir.Program
	Events  []*engine.Events // one per source of the program, in its order
	Evals   []*Eval
	Skip    map[string]string // engine to reason
}

// Eval is one table of reads of a set.
type Eval struct {
	Set     *ir.FeatureSet
	Labels  []engine.Label
	Lines   []int           // per label: where it is written
	Columns []int           // indices of the set's features
	Want    [][]value.Value // per label, per column
}

// Compile compiles the text of one .feat file.
func Compile(name, text string) (*ir.Program, error) {
	program, bag := compiler.LoadFiles(map[string][]byte{name + ".feat": []byte(text)})
	if err := bag.Err(); err != nil {
		return nil, err
	}
	return program, nil
}

// Parse reads a script. Errors name the script and the line.
func Parse(name, text string) (*Script, error) {
	p := &parser{script: &Script{Name: name}}
	p.lines = strings.Split(text, "\n")
	for p.next < len(p.lines) {
		line := p.lines[p.next]
		at := p.next + 1
		p.next++
		if isBlank(line) {
			continue
		}
		if indented(line) {
			return nil, fmt.Errorf("%s:%d: indented, but no command is open", name, at)
		}
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		command, ok := commands[word]
		if !ok {
			return nil, fmt.Errorf("%s:%d: unknown command %q", name, at, word)
		}
		p.line = at
		if err := command(p, strings.TrimSpace(rest)); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, p.line, err)
		}
	}
	return p.script, nil
}

func indented(line string) bool { return strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") }

func isBlank(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || strings.HasPrefix(line, "#")
}

type parser struct {
	script  *Script
	lines   []string
	next    int // index of the next line
	line    int // number of the line being worked on, for errors
	program *ir.Program
	current *Case
}

var commands = map[string]func(p *parser, rest string) error{
	"feat": (*parser).feat,
	"case": (*parser).newCase,
	"load": (*parser).load,
	"eval": (*parser).eval,
	"skip": (*parser).skip,
}

// body takes the indented and blank lines that follow.
func (p *parser) body() (lines []string, first int) {
	first = p.next + 1
	for p.next < len(p.lines) && (isBlank(p.lines[p.next]) || indented(p.lines[p.next])) {
		lines = append(lines, p.lines[p.next])
		p.next++
	}
	return lines, first
}

func (p *parser) feat(rest string) error {
	if rest != "" {
		return fmt.Errorf("unexpected %q after feat", rest)
	}
	lines, first := p.body()
	// Blank lines in front make positions in messages those of the script.
	text := strings.Repeat("\n", first-1) + strings.Join(lines, "\n")
	program, err := Compile(path.Base(p.script.Name), text)
	if err != nil {
		return err
	}
	p.program, p.current = program, nil
	return nil
}

func (p *parser) newCase(title string) error {
	if p.program == nil {
		return fmt.Errorf("a case needs a program: feat")
	}
	p.current = &Case{Title: title, Line: p.line, Program: p.program, Skip: map[string]string{}}
	for _, src := range p.program.Sources {
		p.current.Events = append(p.current.Events, &engine.Events{Source: src})
	}
	p.script.Cases = append(p.script.Cases, p.current)
	return nil
}

func (p *parser) skip(rest string) error {
	name, reason, ok := strings.Cut(rest, ":")
	if p.current == nil || !ok || strings.TrimSpace(reason) == "" {
		return fmt.Errorf("expected, in a case, skip ENGINE: REASON")
	}
	p.current.Skip[name] = strings.TrimSpace(reason)
	return nil
}
