package sheet

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// PNG draws one page, counted from 1, as a grey picture of 36 to 300 dots an
// inch: 110 suits a screen. It may be called from many goroutines.
func (d *Document) PNG(page, dpi int) ([]byte, error) {
	img, err := d.Image(page, dpi)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return nil, fmt.Errorf("sheet: write png of page %d: %w", page, err)
	}
	return buf.Bytes(), nil
}

// Image is PNG before it is encoded.
func (d *Document) Image(page, dpi int) (*image.Gray, error) {
	if page < 1 || page > len(d.pages) {
		return nil, fmt.Errorf("sheet: draw page %d: the letter has %d", page, len(d.pages))
	}
	if dpi < 36 || dpi > 300 {
		return nil, fmt.Errorf("sheet: draw page %d: %d dpi is not within 36 and 300", page, dpi)
	}
	o := newPicture(d.press, dpi)
	for _, b := range d.pages[page-1].solid() {
		o.box(b)
	}
	for _, r := range d.pages[page-1].Runs {
		if err := o.run(r); err != nil {
			return nil, fmt.Errorf("sheet: draw page %d: %w", page, err)
		}
	}
	return o.img, nil
}

// picture draws one page; its faces are its own, as they may not be shared.
type picture struct {
	press *Press
	dpi   float64
	img   *image.Gray
	faces map[faceKey]font.Face
}

type faceKey struct {
	bold bool
	size float64
}

func newPicture(p *Press, dpi int) *picture {
	o := &picture{press: p, dpi: float64(dpi), faces: map[faceKey]font.Face{}}
	o.img = image.NewGray(image.Rect(0, 0, int(math.Round(o.px(pageWidth))), int(math.Round(o.px(pageHeight)))))
	draw.Draw(o.img, o.img.Bounds(), image.White, image.Point{}, draw.Src)
	return o
}

// px turns millimetres into pixels.
func (o *picture) px(mm float64) float64 { return mm / 25.4 * o.dpi }

// box fills whole pixels, at least one each way, so that thin rules and the
// squares of a QR code stay sharp.
func (o *picture) box(b Box) {
	edge := func(mm float64) int { return int(math.Round(o.px(mm))) }
	x, y := edge(b.X), edge(b.Y)
	area := image.Rect(x, y, max(edge(b.X+b.W), x+1), max(edge(b.Y+b.H), y+1))
	draw.Draw(o.img, area, image.NewUniform(color.Gray{Y: b.Shade}), image.Point{}, draw.Src)
}

func (o *picture) run(r Run) error {
	face, err := o.face(r.Bold, r.Size)
	if err != nil {
		return err
	}
	x := r.X
	for _, c := range r.Text {
		dot := fixed.Point26_6{X: fix(o.px(x)), Y: fix(o.px(r.Y))}
		if at, mask, from, _, ok := face.Glyph(dot, c); ok {
			o.ink(at, mask, from)
		}
		x += o.press.width(string(c), r.Bold, r.Size) + r.Spacing
	}
	return nil
}

func fix(px float64) fixed.Int26_6 { return fixed.Int26_6(math.Round(px * 64)) }

// ink darkens the page by a mask.
func (o *picture) ink(at image.Rectangle, mask image.Image, from image.Point) {
	alpha, ok := mask.(*image.Alpha)
	if !ok {
		draw.DrawMask(o.img, at, image.Black, image.Point{}, mask, from, draw.Over)
		return
	}
	for y := max(at.Min.Y, 0); y < min(at.Max.Y, o.img.Rect.Max.Y); y++ {
		for x := max(at.Min.X, 0); x < min(at.Max.X, o.img.Rect.Max.X); x++ {
			a := alpha.AlphaAt(from.X+x-at.Min.X, from.Y+y-at.Min.Y).A
			i := o.img.PixOffset(x, y)
			o.img.Pix[i] = uint8(int(o.img.Pix[i]) * (255 - int(a)) / 255)
		}
	}
}

func (o *picture) face(bold bool, size float64) (font.Face, error) {
	key := faceKey{bold, size}
	if f, ok := o.faces[key]; ok {
		return f, nil
	}
	f, err := opentype.NewFace(o.press.face(bold).font, &opentype.FaceOptions{Size: size, DPI: o.dpi, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("scale font to %v pt: %w", size, err)
	}
	o.faces[key] = f
	return f, nil
}
