package sheet

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The fonts are Atkinson Hyperlegible Next (OFL), brought by "make assets" and
// not committed; a clean clone still compiles.
//
//go:embed all:fonts
var fonts embed.FS

// ErrNoFonts means that the program was built without its fonts.
var ErrNoFonts = errors.New("sheet: no fonts in this build: run make assets and build again")

// Press holds the fonts, measured once. It never changes after New; share it.
type Press struct{ regular, bold *face }

// face is one weight of the letter font.
type face struct {
	ttf    []byte
	font   *sfnt.Font
	codes  map[rune]code
	pages  [][]rune
	widths map[rune]int // thousandths of the font size, as PDF counts
	def    pdfFont
}

// New loads the fonts. It returns ErrNoFonts when the build has none.
func New() (*Press, error) { return load(fonts) }

func load(files fs.FS) (*Press, error) {
	regular, err := loadFace(files, "Regular")
	if err != nil {
		return nil, err
	}
	bold, err := loadFace(files, "Bold")
	if err != nil {
		return nil, err
	}
	return &Press{regular: regular, bold: bold}, nil
}

func loadFace(files fs.FS, name string) (*face, error) {
	ttf, err := fs.ReadFile(files, "fonts/"+name+".ttf")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoFonts
	}
	if err != nil {
		return nil, fmt.Errorf("sheet: read font %s: %w", name, err)
	}
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("sheet: parse font %s: %w", name, err)
	}
	f := &face{ttf: ttf, font: parsed}
	f.codes, f.pages = codes(parsed)
	if f.widths, err = widths(parsed, f.codes); err != nil {
		return nil, fmt.Errorf("sheet: measure font %s: %w", name, err)
	}
	if f.def, err = describe(name, f); err != nil {
		return nil, fmt.Errorf("sheet: describe font %s: %w", name, err)
	}
	return f, nil
}

func widths(f *sfnt.Font, of map[rune]code) (map[rune]int, error) {
	var buf sfnt.Buffer
	out := make(map[rune]int, len(of))
	for r := range of {
		glyph, err := f.GlyphIndex(&buf, r)
		if err != nil {
			return nil, err
		}
		wide, err := f.GlyphAdvance(&buf, glyph, fixed.I(1000), font.HintingNone)
		if err != nil {
			return nil, err
		}
		out[r] = int(math.Round(float64(wide) / 64))
	}
	return out, nil
}

func (p *Press) face(bold bool) *face {
	if bold {
		return p.bold
	}
	return p.regular
}

// has says whether both weights can print r.
func (p *Press) has(r rune) bool {
	_, regular := p.regular.codes[r]
	_, bold := p.bold.codes[r]
	return regular && bold
}

// width is how many millimetres text takes at a size in points.
func (p *Press) width(text string, bold bool, size float64) float64 {
	of, sum := p.face(bold).widths, 0
	for _, r := range text {
		sum += of[r]
	}
	return float64(sum) / 1000 * size * pt
}
