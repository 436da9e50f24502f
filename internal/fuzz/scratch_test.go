package fuzz
import ("testing";"math/rand/v2";"context";"time";"flag";"strings";"sort";"fmt"
"github.com/featc-lang/featc/internal/evaltest"
"github.com/featc-lang/featc/internal/duck"
)
var from = flag.Uint64("from",0,"")
var num = flag.Uint64("num",100,"")
func TestScratch(t *testing.T){
 e, err := duck.New(duck.Options{Threads:1})
 if err!=nil { t.Fatal(err) }
 defer e.Close()
 kinds := map[string]int{}; ex := map[string]string{}
 var dt time.Duration
 bad := 0
 for s := *from; s < *from+*num; s++ {
  rng:=rand.New(rand.NewPCG(s,0))
  p := NewProgram(rng)
  prog, err := evaltest.Compile("fuzz", p.Text)
  if err!=nil { t.Fatal(err) }
  in := NewInput(rng, prog, p.Unit)
  t0:=time.Now()
  m, err := Compare(context.Background(), e, in)
  dt+=time.Since(t0)
  if err!=nil { t.Fatal(s, err) }
  if m!=nil {
   bad++
   k := "mismatch"
   if m.Err != nil { k = m.Err.Error(); if len(k)>150 {k=k[:150]} ; if i:=strings.Index(k,"\n"); i>0 {k=k[:i]} }
   kinds[k]++
   if _, ok := ex[k]; !ok { ex[k]=fmt.Sprint(s, " ", m.Text(in)) }
  }
 }
 var ks []string
 for k := range kinds { ks = append(ks,k) }
 sort.Slice(ks, func(i,j int) bool { return kinds[ks[i]]>kinds[ks[j]] })
 for i, k := range ks { if i<15 { t.Logf("%d × %s\n   %s", kinds[k], k, ex[k][:min(len(ex[k]),600)]) } }
 t.Log(bad, "bad of", *num, dt)
}
