package sheet

import (
	"bytes"
	"compress/zlib"
	"encoding/json"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// pdfFont is a weight as gofpdf wants it: the packed font file and a definition
// for each code page, all pages sharing the file.
type pdfFont struct {
	packed []byte
	pages  [][]byte
}

// definition has the fields that gofpdf reads from a font definition.
type definition struct {
	Tp, Name     string
	Desc         gofpdf.FontDescType
	Up, Ut       int
	Cw           []int
	Enc, Diff    string
	File         string
	OriginalSize int
}

func describe(name string, f *face) (pdfFont, error) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(f.ttf); err != nil {
		return pdfFont{}, err
	}
	if err := z.Close(); err != nil {
		return pdfFont{}, err
	}
	desc, err := descriptor(f)
	if err != nil {
		return pdfFont{}, err
	}
	out := pdfFont{packed: packed.Bytes()}
	for _, page := range f.pages {
		cw := make([]int, 256)
		for i, r := range page {
			cw[firstCode+i] = f.widths[r]
		}
		def, err := json.Marshal(definition{
			Tp: "TrueType", Name: "AtkinsonHyperlegibleNext-" + name, Desc: desc, Up: -100, Ut: 50,
			Cw: cw, Enc: "own", Diff: differences(page), File: name + ".z", OriginalSize: len(f.ttf),
		})
		if err != nil {
			return pdfFont{}, err
		}
		out.pages = append(out.pages, def)
	}
	return out, nil
}

// descriptor reads the font's measures in thousandths of its size.
func descriptor(f *face) (gofpdf.FontDescType, error) {
	m, err := f.font.Metrics(nil, fixed.I(1000), font.HintingNone)
	if err != nil {
		return gofpdf.FontDescType{}, err
	}
	box, err := f.font.Bounds(nil, fixed.I(1000), font.HintingNone)
	if err != nil {
		return gofpdf.FontDescType{}, err
	}
	desc := gofpdf.FontDescType{
		Ascent: m.Ascent.Round(), Descent: -m.Descent.Round(), CapHeight: m.CapHeight.Round(),
		Flags: gofpdf.FontFlagNonsymbolic, StemV: 80,
	}
	// The font's y runs down and PDF's up.
	desc.FontBBox.Xmin, desc.FontBBox.Xmax = box.Min.X.Floor(), box.Max.X.Ceil()
	desc.FontBBox.Ymin, desc.FontBBox.Ymax = -box.Max.Y.Ceil(), -box.Min.Y.Floor()
	return desc, nil
}
