package reference_test
import ("testing";"context";"time";"os"
"github.com/featc-lang/featc/compiler"
"github.com/featc-lang/featc/internal/data"
"github.com/featc-lang/featc/internal/engine"
"github.com/featc-lang/featc/internal/reference"
)
func TestZZ(t *testing.T){
 for _, d := range []string{"../../examples/fraud","../../examples/taxi","../../examples/shop"} {
 p, bag := compiler.Load(d)
 if bag.HasErrors() { t.Fatal(bag.Err()) }
 set := p.Sets[0]
 in := &engine.Input{Program:p, Set:set}
 seen := map[string]bool{}
 for _, v := range set.Views() { if seen[v.Source.Name] {continue}; seen[v.Source.Name]=true
  e, _, err := data.ReadEvents(context.Background(), v.Source); if err!=nil { t.Fatal(err) }
  in.Events = append(in.Events, e); t.Log(v.Source.Name, len(e.Rows)) }
 l, err := data.ReadLabels(context.Background(), set, "")
 if err!=nil { t.Fatal(err) }
 in.Labels = l.Rows
 t0:=time.Now()
 _, rep, err := reference.Run(context.Background(), in)
 if err!=nil { t.Fatal(err) }
 t.Log(d, len(in.Labels), time.Since(t0)); t.Log(rep.String())
 }
 _ = os.Stdout
}
