package services

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/samedoor/samedoor/lang"
)

// Whatever comes in, Parse answers with a whole value or with problems that have words; a value survives being stored,
// still stands when it is checked, and can be read back.
func FuzzParse(f *testing.F) {
	of, questions := map[*Question]*Service{}, []*Question(nil)
	for _, s := range []*Service{tea(f), everyKind(f)} {
		for _, step := range s.Steps {
			if step.Question != nil {
				questions, of[step.Question] = append(questions, step.Question), s
			}
		}
	}
	for i := range questions {
		for _, text := range []string{"", "1", "1 3, 4 and nettle", "5/3/44", "5 Mawrth 1944", "ydw", "no thanks", "07700 900123", "a@example.org", "skip",
			"1 High Street, Anytown, ZA1 1AA", "\x00\xff\u202e", "4 4 4 4 4 4 4 4 4 4 4", "QQ 12 34 56 A", "9999999999999999999", "later", "dydd Mawrth",
			"M Ellis 30-94-30 00733445", "£1,250.50", "hanner awr wedi dau", "I don't know", "AB12 CDE", "999 012 3454", "12 Rue X, Paris, France", "AGREE M Ellis"} {
			f.Add(i, text, "value", uint8(0))
			f.Add(i, text, "day", uint8(1))
			f.Add(i, text, "op", uint8(2))
		}
	}
	a := Answers{"who": {Choice: []string{"friend"}}, "name": {Text: "Siân"}, "born": {Date: &Day{1944, 3, 5}}, "drinks": {Choice: []string{"yes"}}}
	f.Fuzz(func(t *testing.T, n int, text, part string, how uint8) {
		q := questions[uint(n)%uint(len(questions))]
		s := of[q]
		in := Input{Text: text}
		switch how % 3 {
		case 1:
			in = Input{Fields: map[string][]string{part: {text}, "month": {"3"}, "year": {"1944"}, "line1": {text}, "town": {"x"}, "postcode": {"ZA1 1AA"}}}
		case 2:
			in = Input{Fields: map[string][]string{"op": {text}, "row": {part}, "cake": {text}, "baked.day": {part}, "baked.month": {"1"}, "baked.year": {"26"}, "sweet": {"very"},
				"holder": {text}, "sort": {part}, "account": {text}, "agree": {"yes"}, "value": {text}, "country": {part}, "line1": {text}, "unknown": {part}, "park": {part},
				"tool": {text}, "weight": {part}, "price": {text}, "bought.month": {"1"}, "bought.year": {"20"}, "kin-name": {text}}}
		}
		v, wrong := s.Parse(q, nil, in, a, today)
		for _, p := range wrong {
			if text := s.Sentence(lang.Cy, p, a); text == "" || strings.HasPrefix(text, "[") {
				t.Fatalf("%s: the problem %v has no words", q.ID, p)
			}
		}
		if len(wrong) > 0 {
			return
		}
		stored, err := json.Marshal(v)
		if err != nil || strings.Contains(string(stored), `\u0000`) || !utf8.Valid(stored) {
			t.Fatalf("%s %q: stored as %s: %v", q.ID, text, stored, err)
		}
		var again Value
		if err := json.Unmarshal(stored, &again); err != nil || asJSON(again) != string(stored) {
			t.Fatalf("%s: %s came back as %s", q.ID, stored, asJSON(again))
		}
		if !q.Complete(v) {
			if q.Kind != List && q.Kind != File && q.Kind != Somebody && !v.Parked {
				t.Fatalf("%s: %+v gives %s, which is not complete and has no problem", q.ID, in, stored)
			}
			return
		}
		if wrong := s.valid(q, again, s.Offered(q, a, today), today); len(wrong) > 0 {
			t.Fatalf("%s: %s was taken and is not valid: %v", q.ID, stored, wrong)
		}
		if lines := s.Show(lang.En, q, again, a); len(lines) == 0 || strings.Join(lines, "") == "" {
			t.Fatalf("%s: %s shows nothing", q.ID, stored)
		}
	})
}

// What was understood is understood again: as it is kept, and, of kinds that are written out, as it is shown in either language.
func FuzzReaders(f *testing.F) {
	s := tea(f)
	questions := []Question{{Kind: Time}, {Kind: Money, Min: 0}, {Kind: Number, Decimals: 4}, {Kind: Number}, {Kind: WebAddress}, {Kind: NHSNumber}, {Kind: UTR}, {Kind: Vehicle},
		{Kind: Month}, {Kind: Month, Past: true}, {Kind: Date, Precision: ToYear}, {Kind: Date, Precision: ToMonth, Past: true}, {Kind: Bank}, {Kind: Address, Abroad: true}, {Kind: Signature}}
	for i := range questions {
		questions[i].ID = "x"
		for _, text := range []string{"2.30pm", "half past two", "ugain munud i dri", "£1,250.50", "50p", "7.25", "-3", "www.example.org/a?b", "999 012 3454", "1123456789K", "ab12cde", "Q1 ABC", "101D234",
			"Mar 26", "03/2026", "tua 1950", "March 1950", "M Ellis 30-94-30 733445 roll 12/A", "309430 12345678 A B", "12 Rue X, 75002 Paris, Ffrainc", "1 High St\nAnytown\nZA1 1AA\nUK", "AGREE M Ellis", "yes"} {
			f.Add(i, text)
		}
	}
	f.Fuzz(func(t *testing.T, n int, text string) {
		q := questions[uint(n)%uint(len(questions))]
		v, wrong := s.Parse(&q, nil, write(text), nil, today)
		if len(wrong) > 0 {
			return
		}
		again := []Input{part("value", v.Text, "agree", "yes")}
		switch {
		case v.Date != nil || q.Kind == Time || q.Kind == Money:
			again = append(again, write(s.Show(lang.En, &q, v, nil)[0]), write(s.Show(lang.Cy, &q, v, nil)[0]))
			if v.Date != nil {
				again = again[1:]
			}
		case v.Bank != nil:
			again = []Input{part("holder", v.Bank.Holder, "sort", v.Bank.SortCode, "account", v.Bank.Account, "roll", v.Bank.Roll)}
		case v.Address != nil:
			return // its parts are the form's: channels/form has the test
		}
		for _, in := range again {
			if got, wrong := s.Parse(&q, nil, in, nil, today); asJSON(got) != asJSON(v) {
				t.Fatalf("%s %q is %s; that, as %+v, is %s %v", q.Kind, text, asJSON(v), in, asJSON(got), wrong)
			}
		}
	})
}

// A day that is understood is in the calendar, and written out in either language it is understood as itself.
func FuzzDate(f *testing.F) {
	for _, text := range []string{"5/3/44", "5 March 1944", "5 Mawrth 1944", "05.03.1944", "March 5 1944", "1944-03-05", "dydd Mawrth 7fed o Fawrth 1944",
		"29 2 2000", "050344", "19440305", "today", "5th of Mar '44", "31/4/2020", "1 sept 99"} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, past bool) {
		q := &Question{Kind: Date, Past: past}
		d, code, _ := readDay(clean(text), today, q)
		if code != "" {
			if code != "date-not-real" && code != "date-incomplete" {
				t.Fatalf("%q: %s", text, code)
			}
			return
		}
		if DayOf(d.Time()) != d {
			t.Fatalf("%q: %v is no day", text, d)
		}
		for _, l := range lang.All {
			for _, written := range []string{lang.Date(l, d.Time()), lang.Day(l, d.Time())} {
				if again, code, _ := readDay(written, today, q); code != "" || again != d {
					t.Fatalf("%q is %v, written %q, read as %v %s", text, d, written, again, code)
				}
			}
		}
	})
}

// Whatever stands in the files, Load comes back: with a service that can be walked, or with mistakes that have a place.
func FuzzLoad(f *testing.F) {
	var files [len(definitionFiles)]string
	for i, name := range definitionFiles {
		body, err := os.ReadFile("testdata/tea-club/" + name)
		if err != nil {
			f.Fatal(err)
		}
		files[i] = string(body)
	}
	for i, body := range files {
		f.Add(i, 0, 0, "")
		f.Add(i, len(body)/2, 10, "&a [*a]")
		f.Add(i, len(body)/3, 200, "")
		f.Add(i, 10, 1, "\t\x00\xff")
		f.Add(i, len(body)-5, 5, "? [a]: {b: *c, <<: {}}")
	}
	f.Fuzz(func(t *testing.T, which, from, drop int, put string) {
		i := int(uint(which) % uint(len(files)))
		body := files[i]
		from = int(uint(from) % uint(len(body)+1))
		drop = min(int(uint(drop)%uint(len(body)+1)), len(body)-from)
		fsys := fstest.MapFS{}
		for j, name := range definitionFiles {
			text := files[j]
			if j == i {
				text = body[:from] + put + body[from+drop:]
			}
			fsys["tea-club/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
		s, err := Load(fsys, "tea-club")
		if (s == nil) == (err == nil) {
			t.Fatalf("%v, %v", s, err)
		}
		if err != nil {
			for _, m := range err.(Mistakes) {
				if m.Pos.File == "" || m.Text == "" {
					t.Fatalf("a mistake without a place or a text: %+v", m)
				}
			}
			return
		}
		for id, v := range map[string]Value{"who": {Choice: []string{"friend"}}, "born": {Date: &Day{1944, 3, 5}}, "name": {Text: "Ann"}} {
			s.Next(Answers{id: v}, today)
			s.Check(Answers{id: v}, today)
			s.Route(Answers{id: v}, today)
		}
		for _, step := range s.Steps {
			if step.Question != nil {
				s.Words(lang.Cy, step.Question, nil)
			}
		}
	})
}
