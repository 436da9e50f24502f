package gostream

import (
	"go/scanner"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// initialisms are written in capitals in Go names.
var initialisms = map[string]bool{
	"api": true, "cpu": true, "db": true, "html": true, "http": true, "https": true,
	"id": true, "ip": true, "json": true, "os": true, "sku": true, "sql": true, "ttl": true,
	"ui": true, "uid": true, "uri": true, "url": true, "utc": true, "uuid": true,
}

// exportedName returns a .feat name as an exported Go name: txn_id is TxnID.
func exportedName(name string) string {
	var b strings.Builder
	for _, word := range strings.Split(name, "_") {
		if word == "" {
			continue
		}
		if initialisms[word] {
			b.WriteString(strings.ToUpper(word))
			continue
		}
		r := []rune(word)
		r[0] = unicode.ToUpper(r[0])
		b.WriteString(string(r))
	}
	s := b.String()
	if s == "" || !unicode.IsUpper([]rune(s)[0]) {
		return "X" + s // a name of underscores, digits or of a script without capitals
	}
	return s
}

// localName returns a .feat name as an unexported Go name: txn_id is txnID.
func localName(name string) string { return lowerFirst(exportedName(name)) }

// lowerFirst lowers the first word of an exported name: IDOf is idOf.
func lowerFirst(s string) string {
	r := []rune(s)
	for i := range r {
		if i > 0 && (!unicode.IsUpper(r[i]) || i+1 < len(r) && unicode.IsLower(r[i+1])) {
			break
		}
		r[i] = unicode.ToLower(r[i])
	}
	return string(r)
}

// reserved are the names that generated code uses for other things:
// predeclared names, packages, and its own short locals.
var reserved = strings.Fields(`
	any bool byte error false int int64 float64 iota len make max min new nil string
	true append clear copy uint64
	admission cmp codec exact fn io keyed math registry runtime snapshot table tick value window
	at b d e err i in key l m n o out p r req request s t verdict arrival id row first last keys`)

// mentions reports whether a Go text has the identifier.
func mentions(text, name string) bool {
	var s scanner.Scanner
	set := token.NewFileSet()
	s.Init(set.AddFile("", set.Base(), len(text)), []byte(text), nil, 0)
	for {
		switch _, tok, lit := s.Scan(); {
		case tok == token.EOF:
			return false
		case tok == token.IDENT && lit == name:
			return true
		}
	}
}

// names gives out identifiers of one scope, each once.
type names map[string]bool

// keywords cannot be names of fields.
var keywords = strings.Fields(`
	break case chan const continue default defer else fallthrough for func go goto
	if import interface map package range return select struct switch type var`)

// newFields returns a scope for the fields of a struct with the methods given.
func newFields(methods ...string) names {
	ns := names{}
	for _, n := range slices.Concat(keywords, methods) {
		ns[n] = true
	}
	return ns
}

// newNames returns a scope in which the reserved names and those given are taken.
func newNames(taken ...string) names {
	ns := names{}
	for _, n := range slices.Concat(keywords, reserved, taken) {
		ns[n] = true
	}
	return ns
}

// of returns the first free name of those wanted, else the first with a number.
func (ns names) of(wanted ...string) string {
	for _, n := range wanted {
		if !ns[n] {
			ns[n] = true
			return n
		}
	}
	for i := 2; ; i++ {
		if n := wanted[0] + strconv.Itoa(i); !ns[n] {
			ns[n] = true
			return n
		}
	}
}
