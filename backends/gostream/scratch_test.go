package gostream
import ("testing";"os";"github.com/featc-lang/featc/compiler";"github.com/featc-lang/featc/compiler/plan")
func TestScratch(t *testing.T){
 for _,d:=range []string{"fraud","taxi","shop"}{
 p,bag:=compiler.Load("../../examples/"+d)
 for _,x:=range bag.Sorted(){ t.Log(x)}
 if p==nil {continue}
 files,err:=Generate(plan.Build(p),Options{})
 if err!=nil { t.Error(d, err); continue }
 dir:="../../gsscratch/"+d
 os.MkdirAll(dir,0o755)
 for n,b:=range files { os.WriteFile(dir+"/"+n,b,0o644)}
 }
}
