package proof

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestADocumentIsWorthWhatWasLookedAt(t *testing.T) {
	must := []string{Original, Undamaged, InDate, Agrees}
	for _, c := range []struct {
		document string
		more     []string
		want     string
	}{
		{"passport", nil, "4/1 0"},
		{"passport", []string{Looked}, "4/1 0"},
		{"passport", []string{Looked, FaceLike}, "4/1 2"},
		{"passport", []string{FaceLike, FaceCompared}, "4/1 0"}, // whose photo is it?
		{"passport", []string{Looked, Trained, FaceCompared}, "4/2 3"},
		{"passport", []string{Looked, Trained, Ultraviolet, FaceCompared}, "4/3 3"},
		{"passport", []string{Looked, Trained, Chip, Issuer}, "4/4 0"},
		{"passport", []string{Issuer}, "4/2 0"},
		{"driving-licence", []string{Looked, Trained, Chip, Issuer}, "3/3 0"}, // it has no chip
		{"birth-certificate", []string{Looked, Trained, FaceLike, FaceCompared}, "2/2 0"},
		{"council-tax-bill", []string{Looked, Issuer}, "1/2 0"},
		{"bus-pass", []string{Looked, Trained, FaceLike}, "2/2 2"},
	} {
		d, ok := DocumentNamed(c.document)
		w, missing := d.Worth(append(slices.Clone(must), c.more...))
		if got := fmt.Sprintf("%d/%d %d", w.Strength, w.Validity, w.Verification); !ok || got != c.want || len(missing) > 0 {
			t.Errorf("%s with %v: %s (%v), want %s", c.document, c.more, got, missing, c.want)
		}
	}
}

func TestADocumentThatIsNoOriginalIsWorthNothing(t *testing.T) {
	for _, d := range Documents() {
		all := append(d.Must(), d.More()...)
		if w, missing := d.Worth(all); w.Strength != d.Strength || w.Validity < 2 || len(missing) > 0 {
			t.Errorf("%s with everything: %+v, %v", d.Code, w, missing)
		}
		for _, check := range d.Must() {
			without := slices.DeleteFunc(slices.Clone(all), func(c string) bool { return c == check })
			if w, missing := d.Worth(without); w != (Worth{}) || !slices.Equal(missing, []string{check}) {
				t.Errorf("%s without %s: %+v, %v", d.Code, check, w, missing)
			}
		}
	}
}

// Ticking one thing more never makes a document worth less.
func TestMoreChecksAreNeverWorthLess(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, d := range Documents() {
		all := append(d.Must(), d.More()...)
		for range 200 {
			ticked := slices.DeleteFunc(slices.Clone(all), func(string) bool { return r.IntN(2) == 0 })
			before, _ := d.Worth(ticked)
			after, _ := d.Worth(append(ticked, all[r.IntN(len(all))]))
			if !after.covers(before.Piece) || after.Verification < before.Verification {
				t.Fatalf("%s: %v is worth %+v, and with more %+v", d.Code, ticked, before, after)
			}
		}
	}
}

func TestFraudAndHistoryAreScoredByWhatWasLookedUp(t *testing.T) {
	for _, c := range []struct {
		looked []string
		want   int
	}{{nil, 0}, {[]string{NotDead}, 0}, {[]string{NotDead, NotReported}, 1}, {[]string{SharedLists, IssuersLists}, 0}, {FraudChecks[:3], 2}, {FraudChecks[:], 3}} {
		if got := FraudScore(c.looked); got != c.want {
			t.Errorf("%v: %d, want %d", c.looked, got, c.want)
		}
	}
	on := day("2026-11-20")
	for _, c := range []struct {
		days, want int
	}{{-5, 0}, {0, 0}, {179, 0}, {180, 1}, {404, 1}, {405, 2}, {1079, 2}, {1080, 3}, {9999, 3}} {
		if got := History(on.AddDate(0, 0, -c.days), on); got != c.want {
			t.Errorf("%d days: %d, want %d", c.days, got, c.want)
		}
	}
}

func TestAVouchIsWorthWhoVouchesAndHow(t *testing.T) {
	on := day("2026-11-20")
	good := Vouch{Position: "social-worker", IdentifiedBy: "register", Method: "together", Since: day("2024-01-01"), Born: day("1970-01-01")}
	w, until, problems := good.Worth(on)
	if w != (Worth{Piece{2, 2}, 2, 0, 3}) || len(problems) > 0 || !until.Equal(day("2028-11-19")) {
		t.Errorf("%+v until %s, %v", w, until, problems)
	}
	for _, c := range []struct {
		change func(*Vouch)
		want   Worth
	}{
		{func(v *Vouch) { v.IdentifiedBy = "work-card" }, Worth{Piece{2, 1}, 2, 0, 3}},
		{func(v *Vouch) { v.Method = "photo-signed" }, Worth{Piece{2, 2}, 2, 0, 2}},
		{func(v *Vouch) { v.Method = "call-back" }, Worth{Piece{2, 2}, 2, 0, 1}},
		{func(v *Vouch) { v.Since = day("2026-03-01") }, Worth{Piece{2, 2}, 1, 0, 3}},
	} {
		v := good
		c.change(&v)
		if w, _, problems := v.Worth(on); w != c.want || len(problems) > 0 {
			t.Errorf("%+v: %+v, %v", v, w, problems)
		}
	}
	for code, change := range map[string]func(*Vouch){
		NotOfStanding: func(v *Vouch) { v.Position = "friend" },
		TooClose:      func(v *Vouch) { v.Close = true },
		TooShort:      func(v *Vouch) { v.Since = day("2026-10-01") },
		NotIdentified: func(v *Vouch) { v.IdentifiedBy = "" },
		NoMethod:      func(v *Vouch) { v.Method = "" },
		BeforeBirth:   func(v *Vouch) { v.Born = day("2025-01-01") },
	} {
		v := good
		change(&v)
		if w, _, problems := v.Worth(on); w != (Worth{}) || !slices.Equal(problems, []string{code}) {
			t.Errorf("%s: %+v, %v", code, w, problems)
		}
	}
}

func TestAParentTiesAChildToTheCertificate(t *testing.T) {
	on := day("2026-11-20")
	good := Vouch{Position: Parent, IdentifiedBy: "proven", Method: "together", Born: day("2015-06-01"), Certificate: true}
	if w, until, problems := good.Worth(on); w != (Worth{Verification: 2}) || len(problems) > 0 || !until.Equal(day("2028-11-19")) {
		t.Errorf("%+v until %s, %v", w, until, problems)
	}
	nearly := good
	nearly.Born = day("2009-01-01")
	if _, until, problems := nearly.Worth(on); len(problems) > 0 || !until.Equal(day("2026-12-31")) {
		t.Errorf("until %s, %v: the day before they are 18", until, problems)
	}
	for code, change := range map[string]func(*Vouch){
		NotAChild:     func(v *Vouch) { v.Born = day("2008-11-20") },
		NoCertificate: func(v *Vouch) { v.Certificate = false },
		NotProven:     func(v *Vouch) { v.IdentifiedBy = "work-card" },
		NotTogether:   func(v *Vouch) { v.Method = "letter" },
	} {
		v := good
		change(&v)
		if w, _, problems := v.Worth(on); w != (Worth{}) || !slices.Equal(problems, []string{code}) {
			t.Errorf("%s: %+v, %v", code, w, problems)
		}
	}
}

// The ways through that people without much have, by the rules alone.
func TestEverybodyHasAWay(t *testing.T) {
	on := day("2026-11-20")
	document := func(code string, more ...string) Worth {
		d, _ := DocumentNamed(code)
		w, _ := d.Worth(append(d.Must(), more...))
		return w
	}
	together, _, _ := Vouch{Position: "hostel-manager", IdentifiedBy: "proven", Method: "together", Since: day("2025-01-01")}.Worth(on)
	for _, c := range []struct {
		who    string
		shown  []Worth
		wanted Level
	}{
		{"somebody with no document at all, vouched for", []Worth{together, {Fraud: 1}}, Medium},
		{"a child: birth certificate, and a school that has known them", []Worth{document("birth-certificate", Looked, Trained), {Activity: 2, Fraud: 1, Verification: 3}}, Medium},
		{"an older person with a bus pass", []Worth{document("bus-pass", Looked, Trained, FaceLike), {Fraud: 1}}, Low},
		{"no photo: two papers, and the code in the post", []Worth{document("benefit-letter", Looked, Trained), {Fraud: 1}, {Verification: 1}}, Low},
		{"a passport at a trained counter", []Worth{document("passport", Looked, Trained, FaceCompared), {Fraud: 1}}, Medium},
		{"a passport under the lamp", []Worth{document("passport", Looked, Trained, Ultraviolet, FaceCompared), {Fraud: 1}}, High},
	} {
		var s Standing
		for _, w := range c.shown {
			s.Add(w)
		}
		if s.Level() != c.wanted {
			t.Errorf("%s: %q, want %q", c.who, s.Level(), c.wanted)
		}
	}
}
