package sheet

import (
	"image/color"
	"slices"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// maxQR is what a code of 85 modules holds at level M: the largest that a phone
// reads in 30 mm.
const maxQR = 504

// qrSide is the side of the code without its margin, in millimetres.
const qrSide = 30.0

// QR is a QR code, level M, 30 mm, with the short address it leads to beside it
// for those who type. It is never split, and a page has at most one.
type QR struct {
	// Data is at most 504 bytes.
	Data    []byte
	Caption string
}

func (q QR) each(f func(string) string) Block { return QR{slices.Clone(q.Data), f(q.Caption)} }

func (q QR) plain() string { return q.Caption + "\n" }

func (q QR) fits() bool { return len(q.Data) > 0 && len(q.Data) <= maxQR }

func (q QR) rows(s setter) []row {
	if !q.fits() {
		return nil
	}
	// Anything beside the code keeps four modules away, by the QR standard.
	const margin = 7.0
	modules, err := qr.Encode(string(q.Data), qr.M, qr.Unicode)
	if err != nil {
		return nil // cannot be: the length is what the encoder limits
	}
	page := Page{Boxes: squares(modules, s.left, 0, qrSide)}
	beside := s
	beside.left = s.left + qrSide + margin
	caption := beside.lines(q.Caption, 0, true, s.look.text)
	var tall float64
	for _, r := range caption {
		tall += r.height
	}
	height := max(qrSide, tall)
	y := (height - tall) / 2
	for _, r := range caption {
		page = page.with(r.page.moved(y))
		y += r.height
	}
	return []row{{before: 6, height: height + 4, qr: true, page: page}}
}

// squares draws the modules as few rectangles. Rows are drawn and then columns,
// over them: where squares touch, no reader or printer sees a seam.
func squares(code barcode.Barcode, x, y, whole float64) []Box {
	n := code.Bounds().Dx()
	side := whole / float64(n)
	across := spans(n, func(i, j int) bool { return code.At(j, i) == color.Black })
	down := spans(n, func(i, j int) bool { return code.At(i, j) == color.Black })
	var boxes []Box
	for _, s := range across {
		boxes = append(boxes, Box{X: x + side*float64(s.from), Y: y + side*float64(s.line), W: side * float64(s.to-s.from), H: side})
	}
	for _, s := range down {
		if s.to-s.from > 1 {
			boxes = append(boxes, Box{X: x + side*float64(s.line), Y: y + side*float64(s.from), W: side, H: side * float64(s.to-s.from)})
		}
	}
	return boxes
}

type span struct{ line, from, to int }

// spans finds the dark stretches of each line of an n by n square.
func spans(n int, dark func(line, at int) bool) []span {
	var out []span
	for line := range n {
		for at := 0; at < n; at++ {
			from := at
			for at < n && dark(line, at) {
				at++
			}
			if at > from {
				out = append(out, span{line, from, at})
			}
		}
	}
	return out
}

// solid is empty for a text that no code holds, which Document refuses.
func (m Mark) solid() []Box {
	modules, err := qr.Encode(m.Text, qr.M, qr.Auto)
	if err != nil {
		return nil
	}
	return squares(modules, m.X, m.Y, m.Side)
}
