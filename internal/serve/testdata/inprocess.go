// Command inprocess measures reads of 100 features of one entity, among 10,000 with
// 300,000 events: by the generated method, and by name through a Service.
package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/value"
	"github.com/featc-lang/featc/server/features"
)

const users, events = 10_000, 300_000

func main() {
	span, err := time.ParseDuration(os.Args[1])
	if err != nil {
		panic(err)
	}
	var ops *features.Operators
	service, err := serving.Open(func() *registry.Package {
		ops = features.New()
		return ops.Registry()
	}, serving.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		panic(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	begin := time.Now().Add(-30 * 24 * time.Hour).UnixMicro()
	for i := range int64(events) {
		at := begin + i*(30*24*3600*1e6/events)
		ops.ApplyEvents(&features.Events{User: int64(rnd.IntN(users)), X: rnd.Float64(), I: int64(rnd.IntN(60)), At: at, Seen: at})
	}
	var v features.S
	measure("the generated method", span/2, func() error {
		return ops.ReadS(features.UserKey{User: int64(rnd.IntN(users))}, time.Now().UnixMicro(), &v)
	})
	set := service.Package().Sets[0]
	out := make([]value.Value, len(set.Features))
	keys := make([]value.Value, 1)
	measure("by name, through a Service", span/2, func() error {
		keys[0] = value.OfInt64(int64(rnd.IntN(users)))
		_, err := service.Read(set, serving.At{}, keys, nil, out)
		return err
	})
}

func measure(what string, span time.Duration, read func() error) {
	var took []time.Duration
	for began := time.Now(); time.Since(began) < span; {
		from := time.Now()
		if err := read(); err != nil {
			panic(err)
		}
		took = append(took, time.Since(from))
	}
	slices.Sort(took)
	at := func(q float64) time.Duration { return took[int(q*float64(len(took)-1))] }
	fmt.Printf("%s, %d reads: p50 %v, p90 %v, p99 %v, p99.9 %v, most %v\n", what, len(took), at(.5), at(.9), at(.99), at(.999), at(1))
}
