package sheet

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

func TestMain(m *testing.M) {
	api.DisableConfigDir()
	os.Exit(m.Run())
}

func TestPDFIsValid(t *testing.T) {
	t.Parallel()
	p := press(t)
	var all []*Document
	for name, l := range samples() {
		d := laid(t, p, l)
		all = append(all, d)
		valid(t, name, write(t, p, d), d.Pages())
	}
	pages := 0
	for _, d := range all {
		pages += d.Pages() + d.Pages()%2
	}
	valid(t, "the run", write(t, p, all...), pages)
}

func valid(t *testing.T, name string, pdf []byte, pages int) {
	t.Helper()
	strict := model.NewDefaultConfiguration()
	strict.ValidationMode = model.ValidationStrict
	if err := api.Validate(bytes.NewReader(pdf), strict); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if got, err := api.PageCount(bytes.NewReader(pdf), strict); err != nil || got != pages {
		t.Errorf("%s: %d pages, want %d (%v)", name, got, pages, err)
	}
	const most = 2 << 20
	if strings.HasPrefix(name, "the run") {
		return
	}
	if len(pdf) > most {
		t.Errorf("%s: %d bytes are more than a letter may have", name, len(pdf))
	}
}

func TestSameLetterSameBytes(t *testing.T) {
	t.Parallel()
	one := write(t, press(t), laid(t, press(t), both(Standard)))
	for range 3 {
		p := press(t)
		if !bytes.Equal(one, write(t, p, laid(t, p, both(Standard)))) {
			t.Fatal("the same letter gave other bytes")
		}
	}
}

// One press serves many goroutines; run with -race.
func TestPressIsShared(t *testing.T) {
	t.Parallel()
	p := press(t)
	d := laid(t, p, cymraeg(Standard))
	want := write(t, p, d)
	picture, err := d.PNG(1, 60)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			again, problems := p.Layout(cymraeg(Standard))
			if len(problems) > 0 {
				t.Errorf("Layout: %v", problems)
				return
			}
			var buf bytes.Buffer
			if err := p.PDF(&buf, again); err != nil || !bytes.Equal(buf.Bytes(), want) {
				t.Errorf("other bytes in another goroutine: %v", err)
			}
			if got, err := d.PNG(1, 60); err != nil || !bytes.Equal(got, picture) {
				t.Errorf("another picture in another goroutine: %v", err)
			}
		})
	}
	wait.Wait()
}

func TestTextComesOutOfThePDF(t *testing.T) {
	t.Parallel()
	p := press(t)
	l := both(Standard)
	names := "Ŵŵ Ŷŷ Ẁẁ Ẃẃ Ẅẅ Ỳỳ ÂâÊêÎîÔôÛû Łukasz Żółć Şükrü Ľubomír Đorđe £€–’“”"
	l.Blocks = append(l.Blocks, Paragraph{names})
	d := laid(t, p, l)
	cmd := exec.Command("pdftotext", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(write(t, p, d))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(strings.Fields(string(out)), " ")
	for _, want := range []string{
		names, "Mrs Angharad Llŷr-Thomas", "14 Heol y Dŵr", "7K4M-92TX", "Gŵyr pawb fod hynny’n haws.",
		"Finish your Blue Badge application", "Tudalen 1 o", "Page 4 of",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in the PDF's text:\n%s", want, got)
		}
	}
}

func TestPDFNamesItsLanguageAndTitle(t *testing.T) {
	t.Parallel()
	p := press(t)
	pdf := write(t, p, laid(t, p, both(Standard)))
	if !bytes.Contains(pdf, []byte("/Lang (cy)")) {
		t.Error("no language")
	}
	cmd := exec.Command("pdfinfo", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, want := range []string{"Gorffennwch eich cais am Fathodyn Glas", "(A4)"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("no %q in %s", want, out)
		}
	}
	// Poppler repairs a broken cross-reference table and says so.
	if bytes.Contains(out, []byte("Syntax")) {
		t.Errorf("pdfinfo complains: %s", out)
	}
}

func TestPDFOfNothing(t *testing.T) {
	t.Parallel()
	if err := press(t).PDF(io.Discard); err == nil {
		t.Error("a PDF without letters was written")
	}
}

// Every letter of Welsh and English, and what letters are written with, is in both
// weights, each with a code of its own.
func TestFontHasEveryLetter(t *testing.T) {
	t.Parallel()
	p := press(t)
	const need = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" +
		"âêîôûŵŷÂÊÎÔÛŴŶàèìòùẁỳÀÈÌÒÙẀỲáéíóúẃýÁÉÍÓÚẂÝäëïöüẅÿÄËÏÖÜẄŸ" +
		" \u00a0.,:;!?'\"()[]/&@#%*+-=_–—‘’“”…•£€½"
	for _, bold := range []bool{false, true} {
		f := p.face(bold)
		taken := map[code]rune{}
		for r, c := range f.codes {
			if other, ok := taken[c]; ok {
				t.Errorf("%c and %c share a code", r, other)
			}
			taken[c] = r
		}
		for _, r := range need {
			glyph, err := f.font.GlyphIndex(nil, r)
			if err != nil || glyph == 0 {
				t.Errorf("bold %v: no glyph for %#U", bold, r)
			}
			if c, ok := f.codes[r]; !ok || c.page != 0 {
				t.Errorf("bold %v: %#U is not in the first code page", bold, r)
			}
		}
	}
}

func TestAccentsTheFontLacks(t *testing.T) {
	t.Parallel()
	p := press(t)
	for text, want := range map[string]string{
		"Nguyễn":         "Nguyên",
		"w\u0302":        "ŵ",
		"a\u200bb\r\nc ": "ab\nc",
		"8\u202fpm":      "8\u00a0pm",
		"😀":              "😀",
	} {
		if got := p.tidy(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestBuildWithoutFonts(t *testing.T) {
	t.Parallel()
	if _, err := load(fstest.MapFS{"fonts/.keep": {}}); err != ErrNoFonts {
		t.Errorf("got %v", err)
	}
	if _, err := load(fstest.MapFS{"fonts/Regular.ttf": {Data: []byte("not a font")}}); err == nil {
		t.Error("a broken font was loaded")
	}
}

func BenchmarkLayout(b *testing.B) {
	p, l := press(b), cymraeg(Standard)
	for b.Loop() {
		p.Layout(l)
	}
}

func BenchmarkOneLetter(b *testing.B) {
	p, l := press(b), cymraeg(Standard)
	for b.Loop() {
		if err := p.PDF(io.Discard, laid(b, p, l)); err != nil {
			b.Fatal(err)
		}
	}
}

// The time is of one letter in a run of 500.
func BenchmarkRun(b *testing.B) {
	p, l := press(b), cymraeg(Standard)
	for b.Loop() {
		docs := make([]*Document, 500)
		for i := range docs {
			docs[i] = laid(b, p, l)
		}
		if err := p.PDF(io.Discard, docs...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/500, "µs/letter")
}

func BenchmarkPNG(b *testing.B) {
	p := press(b)
	d := laid(b, p, cymraeg(Standard))
	for b.Loop() {
		if _, err := d.PNG(1, 110); err != nil {
			b.Fatal(err)
		}
	}
}
