package sheet

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The goldens hold the words and the place of every run, so that a change of the
// page is seen in review as it is by the reader.
func TestGolden(t *testing.T) {
	t.Parallel()
	p := press(t)
	for name, l := range samples() {
		d := laid(t, p, l)
		compare(t, name+".txt", d.Text())
		compare(t, name+".page", list(d))
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; look at it and run go test ./letters/sheet -update\ngot:\n%s", name, got)
	}
}

// list writes a display list down, the squares of QR codes only by number.
func list(d *Document) string {
	var b strings.Builder
	for i, page := range d.pages {
		fmt.Fprintf(&b, "page %d, %d boxes\n", i+1, len(page.Boxes))
		for _, r := range page.Runs {
			weight := "regular"
			if r.Bold {
				weight = "bold"
			}
			fmt.Fprintf(&b, "%6.1f %6.1f %4.1fpt %-7s %s\n", r.X, r.Y, r.Size, weight, r.Text)
		}
	}
	return b.String()
}

// Every mark of every letter lies in one zone of its page, by measure rather than by
// picture.
func TestEveryRunLiesInItsZone(t *testing.T) {
	t.Parallel()
	p := press(t)
	for name, l := range samples() {
		d := laid(t, p, l)
		for i, page := range d.pages {
			zones := allowed(i == 0)
			for _, r := range page.Runs {
				ink := area{r.X, r.Y - r.Size*pt*0.75, r.X + p.runWidth(r), r.Y + r.Size*pt*0.25}
				if !within(zones, ink) {
					t.Errorf("%s page %d: %q at %.1f, %.1f is outside every zone", name, i+1, r.Text, r.X, r.Y)
				}
			}
			for _, b := range page.Boxes {
				if !within(zones, area{b.X, b.Y, b.X + b.W, b.Y + b.H}) {
					t.Errorf("%s page %d: box %+v is outside every zone", name, i+1, b)
				}
			}
		}
	}
}

func within(zones []area, ink area) bool {
	const slack = 0.01 // mm
	return slices.ContainsFunc(zones, func(z area) bool {
		return ink.left >= z.left-slack && ink.right <= z.right+slack && ink.top >= z.top-slack && ink.bottom <= z.bottom+slack
	})
}

func TestSizes(t *testing.T) {
	t.Parallel()
	p := press(t)
	for name, l := range samples() {
		least := 12.0
		if l.Format == LargePrint {
			least = 16
		}
		d := laid(t, p, l)
		for i, page := range d.pages {
			for _, r := range page.Runs {
				window := i == 0 && within([]area{{windowLeft, windowTop, windowRight, windowBottom}}, area{r.X, r.Y, r.X, r.Y})
				if window && r.Size < smallestAddress || !window && r.Size < least {
					t.Errorf("%s page %d: %q is %v pt", name, i+1, r.Text, r.Size)
				}
			}
		}
	}
}

func TestWidestAddressStaysInTheWindow(t *testing.T) {
	t.Parallel()
	p := press(t)
	for _, f := range []Format{Standard, LargePrint} {
		l := english(f)
		l.Address = slices.Repeat([]string{strings.Repeat("Nightmare House ", 3)[:maxAddressRunes]}, 6)
		l.Address = append(l.Address, "ZA99 9ZZ")
		laid(t, p, l)
	}
	l := english(Standard)
	l.Address[0] = strings.Repeat("W", maxAddressRunes)
	if _, problems := p.Layout(l); !slices.Contains(problems, ContentOutsidePrintableArea) {
		t.Errorf("45 Ws: got %v", problems)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	p := press(t)
	for name, c := range map[string]struct {
		change func(*Letter)
		want   Problem
	}{
		"format":         {func(l *Letter) { l.Format = "tiny" }, UnknownFormat},
		"language":       {func(l *Letter) { l.Lang = "fr" }, UnknownLanguage},
		"eleven pages":   {func(l *Letter) { l.Blocks = append(l.Blocks, pages(11)...) }, LetterTooLong},
		"second too":     {func(l *Letter) { two := long(Standard, 20); l.Second = &two; l.Blocks = append(l.Blocks, pages(5)...) }, LetterTooLong},
		"endless":        {func(l *Letter) { l.Second = l }, LetterTooLong},
		"emoji":          {func(l *Letter) { l.Blocks = append(l.Blocks, Paragraph{"Well done 😀"}) }, MissingGlyph('😀')},
		"emoji in place": {func(l *Letter) { l.Address[0] = "Ann 😀" }, MissingGlyph('😀')},
		"emoji in label": {func(l *Letter) { l.PageLabel = func(int, int) string { return "😀" } }, MissingGlyph('😀')},
		"other script":   {func(l *Letter) { l.Blocks = append(l.Blocks, Facts{[]Fact{{"Name", "Ю"}}}) }, MissingGlyph('Ю')},
		"in the second":  {func(l *Letter) { two := english(Standard); two.Date = "字"; l.Second = &two }, MissingGlyph('字')},
		"large QR":       {func(l *Letter) { l.Blocks = append(l.Blocks, QR{Data: make([]byte, maxQR+1)}) }, QRTooLarge},
		"empty QR":       {func(l *Letter) { l.Blocks = append(l.Blocks, QR{}) }, QRTooLarge},
		"address":        {func(l *Letter) { l.Address = nil }, AddressIsEmpty},
		"long sender":    {func(l *Letter) { l.Sender = slices.Repeat(l.Sender, 4) }, ContentOutsidePrintableArea},
		"long agency":    {func(l *Letter) { l.AgencyName = strings.Repeat("Council of the Isles ", 20) }, ContentOutsidePrintableArea},
		"long label":     {func(l *Letter) { l.PageLabel = func(int, int) string { return strings.Repeat("page ", 40) } }, ContentOutsidePrintableArea},
		"long mark":      {func(l *Letter) { l.Mark = strings.Repeat("mark ", 20) }, ContentOutsidePrintableArea},
		"emoji in mark":  {func(l *Letter) { l.Mark = "😀" }, MissingGlyph('😀')},
		"tall code":      {func(l *Letter) { l.Blocks = append(l.Blocks, Code{strings.Repeat("word ", 2000), "A"}) }, ContentOutsidePrintableArea},
		"wide code":      {func(l *Letter) { l.Blocks = append(l.Blocks, Code{"Code", strings.Repeat("A", 200)}) }, ContentOutsidePrintableArea},
	} {
		l := english(Standard)
		c.change(&l)
		d, problems := p.Layout(l)
		if d != nil || !slices.Contains(problems, c.want) {
			t.Errorf("%s: got %v, want %v and no document", name, problems, c.want)
		}
	}
	if got := MissingGlyph('😀').Name(); got != "missing-glyph" {
		t.Errorf("name is %q", got)
	}
}

func pages(n int) []Block {
	var out []Block
	for range n {
		out = append(out, Paragraph{"A page."}, QR{[]byte("a page has one"), "Code"})
	}
	return out
}

func TestTenPagesAreAllowed(t *testing.T) {
	t.Parallel()
	l := english(Standard)
	l.Blocks = pages(10)
	if got := laid(t, press(t), l).Pages(); got != 10 {
		t.Errorf("%d pages", got)
	}
}

// No line of a paragraph stands alone at a page end, no heading closes a page, and
// a signature keeps company.
func TestPageEnds(t *testing.T) {
	t.Parallel()
	p := press(t)
	for extra := range 40 {
		l := english(Standard)
		l.Blocks = []Block{Paragraph{strings.Repeat("x\n", extra) + "x"}}
		for range 12 {
			l.Blocks = append(l.Blocks, Heading{"HEADING"}, Paragraph{"first\nsecond\nthird\nfourth"})
		}
		l.Blocks = append(l.Blocks, Signature{"closing", "name", []string{"team"}})
		for _, page := range laid(t, p, l).pages {
			texts := body(page)
			if len(texts) == 0 {
				t.Fatalf("with %d lines before: empty page", extra)
			}
			if last := texts[len(texts)-1]; last == "HEADING" || last == "first" || last == "third" || last == "closing" {
				t.Errorf("with %d lines before: a page ends in %q", extra, last)
			}
			if texts[0] == "fourth" || texts[0] == "second" || texts[0] == "closing" {
				t.Errorf("with %d lines before: a page begins with %q", extra, texts[0])
			}
		}
	}
}

func body(p Page) []string {
	var out []string
	for _, r := range p.Runs {
		if r.X < senderLeft && r.Y > 10 && r.Y < 280 {
			out = append(out, r.Text)
		}
	}
	return out
}

func TestOneQRCodeAPage(t *testing.T) {
	t.Parallel()
	l := english(Standard)
	l.Blocks = []Block{QR{[]byte("a"), "one"}, Paragraph{"between"}, QR{[]byte("b"), "two"}}
	if got := laid(t, press(t), l).Pages(); got != 2 {
		t.Errorf("two codes on %d pages", got)
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	p := press(t)
	for text, want := range map[string][]string{
		"Ring us on 020 7946 0123":        {"Ring us on", "020 7946 0123"},
		"We will ring on 9 November":      {"We will ring on", "9 November"},
		"caerwen.example.org/blue-badges": {"caerwen.example.org/", "blue-badges"},
		"one\ntwo":                        {"one", "two"},
		"":                                nil,
	} {
		if got := p.wrap(text, false, 12, 44); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	got := p.wrap(strings.Repeat("m", 60), false, 12, 44)
	if len(got) < 2 || strings.Join(got, "") != strings.Repeat("m", 60) {
		t.Errorf("a word without end: got %q", got)
	}
}

// Whatever a letter holds, laying it out does not panic, and what is laid out fits
// its pages.
func FuzzLayout(f *testing.F) {
	f.Add("Dear Mrs Llŷr", "Tŷ Gwyn", true, uint8(3))
	f.Add("\xff\x00 \u202e\u200b", "a\nb", false, uint8(9))
	f.Add("W", "ễẅ\t", true, uint8(30))
	p, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, other string, big bool, times uint8) {
		l := Letter{
			Lang: "cy", Format: Standard, Address: []string{"Ann", other, "ZA1 1AA"}, Sender: []string{other, text},
			AgencyName: other, Date: text, Reference: other,
			PageLabel: func(page, of int) string { return fmt.Sprint(page, other, of) },
			Blocks: []Block{
				Heading{text}, Paragraph{strings.Repeat(text, int(times))}, List{[]string{text, other}}, Steps{[]string{other, text}},
				Code{text, other}, QR{[]byte(text), other}, nil, Facts{[]Fact{{text, other}, {other, text}}},
				Signature{text, other, []string{text}},
			},
		}
		if big {
			l.Format = LargePrint
		}
		second := l
		l.Second = &second
		d, problems := p.Layout(l)
		if (d == nil) == (len(problems) == 0) {
			t.Fatalf("document %v with problems %v", d, problems)
		}
		if d != nil && (d.Pages() < 1 || d.Pages() > maxPages) {
			t.Errorf("%d pages", d.Pages())
		}
	})
}
