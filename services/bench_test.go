package services

import (
	"os"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

// badge is the Blue Badge with a whole walking application about a child: the longest way through it.
func badge(b *testing.B) (*Service, Answers) {
	all, err := Catalogue()
	if err != nil {
		b.Fatal(err)
	}
	s := all["blue-badge"].forDemo()
	a := Answers{"applying-for": {Choice: []string{"someone-else"}}, "benefit": {Choice: []string{"none"}}, "main-reason": {Choice: []string{"walking"}}}
	for next := s.Next(a, today); next.Question != nil; next = s.Next(a, today) {
		v, wrong := s.Parse(next.Question, nil, next.Question.Example(today), a, today)
		if len(wrong) > 0 {
			b.Fatalf("%s: %v", next.Question.ID, wrong)
		}
		a[next.Question.ID] = v
	}
	if next := s.Next(a, today); !next.Ready {
		b.Fatalf("the application ends at %s", place(next))
	}
	return s, a
}

func BenchmarkNext(b *testing.B) {
	s, a := badge(b)
	for b.Loop() {
		s.Next(a, today)
	}
}

func BenchmarkPath(b *testing.B) {
	s, a := badge(b)
	for b.Loop() {
		s.Path(a, today)
	}
}

func BenchmarkCheck(b *testing.B) {
	s, a := badge(b)
	for b.Loop() {
		s.Check(a, today)
	}
}

func BenchmarkWords(b *testing.B) {
	s, a := badge(b)
	for _, id := range []string{"condition", "walking-difficulty", "medication"} {
		q := s.Question(id)
		b.Run(id, func(b *testing.B) {
			for b.Loop() {
				s.Words(lang.Cy, q, a)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	s, a := badge(b)
	for _, c := range []struct{ id, text string }{{"date-of-birth", "5 Mawrth 1944"}, {"walking-difficulty", "1, 3 and 4"}, {"main-reason", "walk"},
		{"mobile", "07700 900 123"}, {"address", "1 High Street, Anytown, ZA1 1AA"}, {"condition", "It hurts all the time."}} {
		q, in := s.Question(c.id), Input{Text: c.text}
		b.Run(c.id, func(b *testing.B) {
			for b.Loop() {
				s.Parse(q, nil, in, a, today)
			}
		})
	}
}

func BenchmarkShow(b *testing.B) {
	s, a := badge(b)
	path := s.Path(a, today)
	for b.Loop() {
		for _, q := range path {
			s.Show(lang.Cy, q, a[q.ID], a)
		}
	}
	b.ReportMetric(float64(len(path)), "questions")
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(os.DirFS("."), "blue-badge"); err != nil {
			b.Fatal(err)
		}
	}
}
