package importing
import ("testing";"math/rand/v2";"os";"strconv")
func TestDebug(t *testing.T){ n,_:=strconv.Atoi(os.Getenv("N")); body:=randomForm(rand.New(rand.NewPCG(5,uint64(n)))); r,err:=Import(Input{Form:body}); if err!=nil{t.Fatal(err)}
os.WriteFile("/tmp/dbg.json",body,0o644); t.Log(r.Files["service.yaml"]); for _,e:=range r.Report.Entries { t.Log(e)} }
