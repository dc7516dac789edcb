package paper

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

func press(t testing.TB) *sheet.Press {
	t.Helper()
	p, err := sheet.New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var council = staff.Agency{Slug: "anytown", NameEn: "Anytown Council", NameCy: "Cyngor Anytown", Settings: staff.Settings{Phone: "020 7946 0123",
	HoursEn: "Monday to Friday, 8:30am to 5pm", HoursCy: "dydd Llun i ddydd Gwener, 8:30yb i 5yh",
	Address: []string{"PO Box 12", "Civic Way", "Anytown", "ZA1 1AA"}}}

func asking(s *services.Service, l lang.Lang, f sheet.Format) Asking {
	return Asking{Service: s, Lang: l, Format: f, Scope: Blank, Today: today, Agency: council, Serial: "2345678D", Public: "https://www.anytown.example"}
}

// begun is a form for somebody in the middle of an application, in an envelope.
func begun(s *services.Service, l lang.Lang, f sheet.Format, a services.Answers) Asking {
	out := asking(s, l, f)
	out.Scope, out.Answers, out.Reference, out.Name = Left, a, "BCDFGHJQ", "Margaret Ellis"
	out.Address = []string{"Margaret Ellis", "1 High Street", "Anytown", "ZA1 1AA"}
	return out
}

func pdf(t testing.TB, p *sheet.Press, d sheet.Drawn) []byte {
	t.Helper()
	doc, problems := p.Document(d)
	if len(problems) > 0 {
		t.Fatalf("%s: %v", d.Title, problems)
	}
	var out bytes.Buffer
	if err := p.PDF(&out, doc); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// halfway are the answers of somebody in the middle of an application.
func halfway(t testing.TB, s *services.Service) services.Answers {
	w := walk{t: t, s: s, rnd: rand.New(rand.NewPCG(1, 2))}
	a := services.Answers{}
	for range len(s.Steps) / 3 {
		next := s.Next(a, today)
		if next.Question == nil {
			break
		}
		v, problems := s.Parse(next.Question, nil, next.Question.Example(today), a, today)
		if len(problems) > 0 {
			v = w.value(next.Question, a)
		}
		a[next.Question.ID] = v
	}
	return a
}

// TestWriteSamples writes forms to look at into the folder PAPER_SAMPLES names.
func TestWriteSamples(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("PAPER_SAMPLES")
	if dir == "" {
		t.Skip("PAPER_SAMPLES names no folder")
	}
	p := press(t)
	for id, s := range everyService(t) {
		for name, a := range map[string]Asking{
			"en": asking(s, lang.En, standard), "cy": asking(s, lang.Cy, standard), "large": asking(s, lang.En, large),
			"begun": begun(s, lang.En, standard, halfway(t, s)),
		} {
			file := filepath.Join(dir, filepath.Base(id)+"-"+name+".pdf")
			if err := os.WriteFile(file, pdf(t, p, Lay(p, a).Drawn), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := exec.Command("pdftoppm", "-r", "60", "-png", file, file[:len(file)-4]).Run(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
