// Command generate makes the data of examples/fraud: card payments with the
// faults that real ones have, and labels. The same seed gives the same bytes.
//
// Usage: go run ./examples/fraud/generate [-events n] [-labels n] [-seed n] [-ago 12h] [-o DIR]
package main

import (
	"bufio"
	"encoding/csv"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"time"
)

const (
	days      = 60
	users     = 3000
	merchants = 400
)

// start is when the payments begin, unless -ago says when they end.
var start = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

type payment struct {
	id         int
	user       int
	merchant   int // 0: not known
	cents      int64
	km         float64 // negative: not known
	status     string
	at, landed time.Time
}

func main() {
	events := flag.Int("events", 120_000, "payments, before duplicates")
	labels := flag.Int("labels", 10_000, "labels")
	seed := flag.Uint64("seed", 1, "seed of the generator")
	ago := flag.Duration("ago", 0, "how long ago the newest payments are; 0: they are of January and February 2025")
	out := flag.String("o", "examples/fraud/data", "folder to write to")
	flag.Parse()
	if *ago > 0 {
		start = time.Now().UTC().Truncate(time.Second).Add(-*ago - days*24*time.Hour)
	}
	if err := run(*events, *labels, *seed, *out); err != nil {
		log.Fatal(err)
	}
}

func run(events, labels int, seed uint64, out string) error {
	r := rand.New(rand.NewPCG(seed, 7))
	payments := pay(r, events)
	sent := withDuplicates(r, payments)
	// Rows lie in the file as a bucket of logs would have them: in no order.
	r.Shuffle(len(sent), func(i, j int) { sent[i], sent[j] = sent[j], sent[i] })
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	if err := write(filepath.Join(out, "txns.csv"), txnRows(sent)); err != nil {
		return err
	}
	return write(filepath.Join(out, "labels.csv"), labelRows(r, payments, labels))
}

// pay makes payments whose users and merchants follow a power law, with tied
// instants, and rows that land seconds, minutes or hours after the payment.
func pay(r *rand.Rand, n int) []payment {
	user := rand.NewZipf(r, 1.2, 20, users-1)
	merchant := rand.NewZipf(r, 1.1, 8, merchants-1)
	ps := make([]payment, n)
	for i := range ps {
		p := payment{id: i, user: 1 + int(user.Uint64()), merchant: 1 + int(merchant.Uint64()), status: "approved"}
		p.at = start.Add(time.Duration(r.Int64N(days*24*3600)) * time.Second)
		if i > 0 && r.IntN(50) == 0 { // the same user in the same second
			p.user, p.at = ps[i-1].user, ps[i-1].at
		}
		p.cents = 50 + int64(skewed(r, 4000))
		p.km = skewed(r, 3)
		switch r.IntN(40) {
		case 0:
			p.km = -1
		case 1:
			p.merchant = 0
		case 2, 3, 4:
			p.status = "declined"
		}
		p.landed = p.at.Add(landing(r))
		ps[i] = p
	}
	return ps
}

// skewed draws from a long-tailed distribution by arithmetic alone, so that
// every platform writes the same bytes.
func skewed(r *rand.Rand, scale float64) float64 {
	u := r.Float64()
	return float64(scale*u) / (1.01 - u)
}

// landing is how long a row is on its way: most arrive at once, some after a
// network fault, and a few after the two hours that the source allows.
func landing(r *rand.Rand) time.Duration {
	switch d := r.IntN(1000); {
	case d < 900:
		return time.Duration(r.IntN(5000)) * time.Millisecond
	case d < 990:
		return time.Duration(r.IntN(3600)) * time.Second
	default:
		return time.Duration(r.IntN(10*3600)) * time.Second
	}
}

// withDuplicates sends one payment in fifty again, later.
func withDuplicates(r *rand.Rand, ps []payment) []payment {
	out := append([]payment(nil), ps...)
	for _, p := range ps {
		if r.IntN(50) == 0 {
			p.landed = p.landed.Add(time.Duration(1+r.IntN(600)) * time.Second)
			out = append(out, p)
		}
	}
	return out
}

func txnRows(ps []payment) [][]string {
	rows := [][]string{{"txn_id", "user_id", "merchant_id", "amount", "km_from_home", "status", "at", "landed_at"}}
	for _, p := range ps {
		km := ""
		if p.km >= 0 {
			km = strconv.FormatFloat(p.km, 'g', -1, 64)
		}
		rows = append(rows, []string{
			fmt.Sprintf("t%06d", p.id), strconv.Itoa(p.user), merchantID(p.merchant), amount(p.cents), km,
			p.status, instant(p.at), instant(p.landed),
		})
	}
	return rows
}

// labelRows asks for a score at the moment of a payment. Whether it was fraud
// is drawn with a chance that grows with the amount.
func labelRows(r *rand.Rand, ps []payment, n int) [][]string {
	picked := r.Perm(len(ps))[:min(n, len(ps))]
	sort.Ints(picked)
	rows := [][]string{{"label_id", "at", "user_id", "merchant_id", "amount", "is_fraud"}}
	for i, k := range picked {
		p := ps[k]
		fraud := r.Float64() < 0.002+float64(p.cents)/2e6
		rows = append(rows, []string{
			strconv.Itoa(i), instant(p.at), strconv.Itoa(p.user), merchantID(p.merchant), amount(p.cents), strconv.FormatBool(fraud),
		})
	}
	return rows
}

func merchantID(m int) string {
	if m == 0 {
		return ""
	}
	return fmt.Sprintf("m%03d", m)
}

func amount(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999999Z07:00") }

func write(path string, rows [][]string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	b := bufio.NewWriter(f)
	if err := csv.NewWriter(b).WriteAll(rows); err != nil {
		return err
	}
	if err := b.Flush(); err != nil {
		return err
	}
	return f.Close()
}
