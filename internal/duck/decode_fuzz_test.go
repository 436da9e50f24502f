package duck

import (
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	sqlbackend "github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/backends/sql/sqlast"
	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/text"
	"github.com/featc-lang/featc/runtime/value"
)

var decodeTexts = flag.Int("decode", 400, "how many random texts of each kind to read in SQL and in Go")

// randomNumber writes a number near an edge of what decoders do: many digits,
// zeros and signs in front, exponents at the ends of the floats, halfway cases.
func randomNumber(rng *rand.Rand) string {
	pick := func(from ...string) string { return from[rng.IntN(len(from))] }
	digits := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(byte('0' + rng.IntN(10)))
		}
		return b.String()
	}
	sign := pick("", "", "", "-", "-", "+")
	switch rng.IntN(9) {
	case 0: // integers about powers of two
		n := new(big.Int).Lsh(big.NewInt(1), uint(rng.IntN(130)))
		return sign + n.Add(n, big.NewInt(rng.Int64N(5)-2)).String()
	case 1: // halfway between two floats, or a digit beside it
		f := new(big.Float).SetPrec(54).SetInt64(rng.Int64N(1<<53)*2 + 1)
		f.SetMantExp(f, rng.IntN(200)-150)
		return sign + f.Text('f', 160) + pick("", "0", "1")
	case 2: // about the smallest and the largest
		return sign + digits(1) + "." + digits(rng.IntN(25)) + pick("e", "E") + pick("-324", "-323", "-308", "-307", "308", "307", "+309", "-400", "400", "-0", "+00007", "99999999999")
	case 3:
		return sign + strings.Repeat("0", rng.IntN(50)) + digits(rng.IntN(40)) + pick("", ".", "."+digits(rng.IntN(40)), "."+strings.Repeat("0", rng.IntN(30)))
	case 4:
		return sign + digits(rng.IntN(4)) + "." + digits(rng.IntN(4)) + pick("", "e", "e5", "e-3", "e+", "E1.5", "x")
	case 5:
		return pick("", " ", "\t") + sign + digits(1+rng.IntN(5)) + pick("", " ", "\n", "_1", ",5", "f", "L", "%")
	case 6:
		return sign + pick("nan", "NaN", "inf", "Infinity", "infinit", "0x1p3", "0b1", "1e", "e1", ".", "true", "t", "1", "0", "FALSE")
	case 7: // 17 to 19 digits, which are near what an int64 and a float have
		return sign + pick("9", "1", "922337203685477") + digits(3+rng.IntN(4)) + "." + digits(rng.IntN(20))
	}
	return sign + digits(1+rng.IntN(20)) + pick("", ".", ".5", ".25", ".005", "."+digits(rng.IntN(22)))
}

// randomTimestamp writes a timestamp, or something that is nearly one.
func randomTimestamp(rng *rand.Rand) string {
	pick := func(from ...string) string { return from[rng.IntN(len(from))] }
	two := func(n int) string { return fmt.Sprintf("%02d", rng.IntN(n)) }
	date := pick("2024", "2023", "1969", "1970", "0001", "9999", "1900", "0000", "10000", "1582", "2100") + "-" +
		pick(two(13), "02", "12", "01", "1") + "-" + pick(two(32), "29", "31", "01", "30", "5")
	if rng.IntN(3) == 0 {
		date = pick("2024-03-10", "2024-11-03", "2024-03-31", "2024-10-27", "2024-10-06", "2024-04-07")
	}
	if rng.IntN(8) == 0 {
		return date + pick("", "", "Z", " ", "T")
	}
	clock := pick("T", " ", "T", "t", "  ", "_") + pick(two(25), "00", "23", "02", "01", "1") + ":" + pick(two(61), "00", "59")
	switch rng.IntN(4) {
	case 0:
	case 1:
		clock += ":" + pick(two(62), "59", "60")
	default:
		clock += ":" + two(60) + "." + pick("", "5", "999999", "9999999", "0000001", "123456789", "1234567890123", strings.Repeat("9", 30))
	}
	return date + clock + pick("", "", "Z", "z", " Z", "+05:30", "-08", "+00:00", "-00:00", "+0530", "+23:59", "+24:00", "-12:60", "+5:30", "+14:00:00", " +01:00", " UTC", "Europe/Paris")
}

// randomBase64 writes bytes in base64, or something that is nearly that.
func randomBase64(rng *rand.Rand) string {
	b := make([]byte, rng.IntN(8))
	for i := range b {
		b[i] = byte(rng.IntN(256))
	}
	s := base64.StdEncoding.EncodeToString(b)
	at := rng.IntN(len(s) + 1)
	switch rng.IntN(8) {
	case 0: // another character, where padding or the bits before it are too
		const letters = "AQgwBCDEIM059+/=-_ \n\r\xc3"
		s = s[:at] + string(rune(letters[rng.IntN(len(letters))])) + s[min(at+1, len(s)):]
	case 1: // one more
		s = s[:at] + []string{"\n", "\r\n", " ", "=", "A", "==", "\x00", "é"}[rng.IntN(8)] + s[at:]
	case 2:
		s = s[:at]
	case 3:
		s = strings.TrimRight(s, "=")
	case 4:
		s = base64.URLEncoding.EncodeToString(b)
	}
	return s
}

// textFile writes texts in the column c of a file of a kind.
func textFile(t *testing.T, kind string, texts []string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cells."+kind)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // what is written was checked
	var w io.Writer = f
	if strings.HasSuffix(kind, ".gz") {
		z := gzip.NewWriter(f)
		defer func() {
			if err := z.Close(); err != nil {
				t.Error(err)
			}
		}()
		w = z
	}
	switch strings.TrimSuffix(kind, ".gz") {
	case "csv":
		err = csv.NewWriter(w).WriteAll(pairs(texts))
	case "jsonl":
		for _, s := range texts {
			if _, err := io.WriteString(w, jsonLine(t, s)); err != nil {
				t.Fatal(err)
			}
		}
	case "parquet":
		err = writeStrings(w, texts)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// pairs has a second column, which keeps an empty cell from being an empty line.
func pairs(texts []string) [][]string {
	out := [][]string{{"c", "other"}}
	for _, s := range texts {
		out = append(out, []string{s, "x"})
	}
	return out
}

// jsonLine is an object with a text as field c.
func jsonLine(t *testing.T, s string) string {
	return fmt.Sprintf("{\"before\": [1.50, {\"c\": 7}], \"c\" : %s, \"c\": 8}\n", jsonField(t, s))
}

// jsonField is a text in JSON: a number or a word where it is one, else a string.
func jsonField(t *testing.T, s string) string {
	text := []byte(s)
	if !json.Valid(text) || strings.TrimSpace(s) != s || strings.HasPrefix(s, `"`) {
		var err error
		if text, err = json.Marshal(s); err != nil {
			t.Fatal(err)
		}
	}
	return string(text)
}

func writeStrings(w io.Writer, texts []string) error {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.AppendValues(texts, nil)
	column := b.NewArray()
	defer column.Release()
	schema := arrow.NewSchema([]arrow.Field{{Name: "c", Type: arrow.BinaryTypes.String}}, nil)
	record := array.NewRecordBatch(schema, []arrow.Array{column}, int64(len(texts)))
	defer record.Release()
	p, err := pqarrow.NewFileWriter(schema, w, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err != nil {
		return err
	}
	if err := p.Write(record); err != nil {
		return err
	}
	return p.Close()
}

// TestRandomTextsLikeGo reads random texts in files of every kind as every type, in
// SQL and in Go: the same texts are refused, and the others have the same values.
func TestRandomTextsLikeGo(t *testing.T) {
	e := newEngine(t, Options{})
	rng := rand.New(rand.NewPCG(7, 7))
	texts := append([]string{}, cells...)
	var raws []string
	for range *decodeTexts {
		texts = append(texts, randomNumber(rng), randomTimestamp(rng))
		raws = append(raws, randomBase64(rng), randomBase64(rng))
	}
	for _, kind := range []string{"csv", "jsonl", "parquet", "csv.gz", "jsonl.gz"} {
		t.Run(kind, func(t *testing.T) {
			for _, c := range columnsToDecode() {
				column := *c
				column.Name = "c"
				if c.Type.Kind == value.Bytes {
					sameTexts(t, e, kind, &column, append(raws, cells...))
				} else {
					sameTexts(t, e, kind, &column, texts)
				}
				if strings.HasSuffix(kind, ".gz") {
					break // how a file is packed is one matter, what is in it another
				}
			}
		})
	}
}

func sameTexts(t *testing.T, e *Engine, kind string, c *ir.Column, texts []string) {
	t.Helper()
	ctx := context.Background()
	connector := strings.TrimSuffix(kind, ".gz")
	src := &ir.Source{Name: "cells", Columns: []*ir.Column{c}, Batch: &ir.Connector{Kind: connector}, Time: ir.None, Arrival: ir.None, Sequence: ir.None, Unique: ir.None}
	what := fmt.Sprintf("%s as %s zone %q epoch %q", kind, c.Type, c.Zone, c.Epoch)
	var good, wantBad []string
	as := cell.Column(c)
	for _, s := range texts {
		_, _, err := text.Decode(s, as)
		if connector == "jsonl" {
			_, _, err = text.DecodeJSON(jsontext.Value(jsonField(t, s)), &as)
		}
		if err != nil {
			wantBad = append(wantBad, s)
		} else {
			good = append(good, s)
		}
	}
	everyText := c.Type.Kind == value.String || c.Type.Kind == value.Bytes && connector != "jsonl"
	if len(good) == 0 || len(wantBad) == 0 && !everyText {
		t.Errorf("%s: %d texts are good, %d bad: does the test still look at what it should?", what, len(good), len(wantBad))
	}
	all := DuckDB.CheckSource(src, sqlbackend.File{Kind: connector, Path: textFile(t, kind, texts)}).First
	all.Body.(*sqlast.Select).Limit = 0 // every bad cell, not the first alone
	rows, err := e.values(ctx, sqlast.PrintQuery(DuckDB, all), []types.Type{types.Int64, types.String, types.String.Null(), types.String.Null()})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	var bad []string
	for _, r := range rows {
		bad = append(bad, texts[r[0].I-1])
	}
	if diff := cmp.Diff(wantBad, bad); diff != "" {
		t.Errorf("%s: texts that do not parse, Go to SQL: %s", what, diff)
		return
	}
	path := textFile(t, kind, good)
	src.Batch.Path = path
	events, _, err := data.ReadEvents(ctx, src)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	got, err := e.decode(ctx, src, path)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if diff := cmp.Diff(events.Rows, got); diff != "" {
		t.Errorf("%s, Go to SQL: %s", what, diff)
	}
}
