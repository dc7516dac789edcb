package paper

import (
	"testing"

	"github.com/samedoor/samedoor/lang"
)

// BenchmarkForm makes a form of at least 12 pages from the definition to the bytes of the PDF.
func BenchmarkForm(b *testing.B) {
	p := press(b)
	a := asking(testServices(b)["every-kind"], lang.En, standard)
	pages := len(Lay(p, a).Drawn.Pages)
	if pages < 12 {
		b.Fatalf("a form of %d pages says nothing of one of 12", pages)
	}
	for b.Loop() {
		if _, err := Write(p, Lay(p, a).Drawn); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages), "pages")
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/float64(pages)*12, "ms/12pages")
}

// BenchmarkRoute finds the way through the longest form.
func BenchmarkRoute(b *testing.B) {
	s := everyService(b)["blue-badge"]
	for b.Loop() {
		if len(route(s.Open(nil, today))) == 0 {
			b.Fatal("nothing is asked")
		}
	}
}
