package paper

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	_ "image/png"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/samedoor/samedoor/lang"
)

// dpi is what offices scan at.
const dpi = 200

// TestPrintedFormIsFoundByItsLayout prints forms, makes pictures of the pages as a scanner would, straight and askew, and finds the edges
// of every box where the stored layout says, to a millimetre, and the mark of every page.
func TestPrintedFormIsFoundByItsLayout(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Fatal("pdftoppm is not here; make test brings it")
	}
	p := press(t)
	all := testServices(t)
	for name, a := range map[string]Asking{"every kind": asking(all["every-kind"], lang.En, standard), "welsh, large": asking(all["tea-club"], lang.Cy, large)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := Lay(p, a)
			var stored Layout
			if err := json.Unmarshal(made.Layout.JSON(), &stored); err != nil {
				t.Fatal(err)
			}
			rnd := rand.New(rand.NewPCG(3, 5))
			for i, page := range rasters(t, pdf(t, p, made.Drawn)) {
				found(t, stored, page, i+1, a)
				if i%3 == 1 { // making a picture that bad takes its time
					found(t, stored, askew(page, rnd), i+1, a)
				}
			}
		})
	}
}

// rasters are the pages of a PDF as grey pictures.
func rasters(t *testing.T, pdf []byte) []*image.Gray {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "form.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", itoa(dpi), "-gray", "-png", file, filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	names, err := filepath.Glob(filepath.Join(dir, "page*.png"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	var pages []*image.Gray
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		img, _, err := image.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		grey, ok := img.(*image.Gray)
		if !ok {
			grey = image.NewGray(img.Bounds())
			for y := range grey.Rect.Dy() {
				for x := range grey.Rect.Dx() {
					grey.Set(x, y, img.At(x, y))
				}
			}
		}
		pages = append(pages, grey)
	}
	return pages
}

// askew is a page that was laid on the glass carelessly, copied too small by a machine with a dirty drum: turned, sheared, shifted, noisy.
func askew(page *image.Gray, rnd *rand.Rand) *image.Gray {
	turn, scale, shear := (rnd.Float64()-0.5)*0.05, 0.95+rnd.Float64()*0.04, (rnd.Float64()-0.5)*0.006
	dx, dy := (rnd.Float64()-0.5)*30, (rnd.Float64()-0.5)*30
	out := image.NewGray(page.Rect)
	w, h := float64(page.Rect.Dx()), float64(page.Rect.Dy())
	sin, cos := math.Sincos(turn)
	for y := range page.Rect.Dy() {
		for x := range page.Rect.Dx() {
			u, v := (float64(x)-w/2-dx)/scale, (float64(y)-h/2-dy)/scale
			u, v = cos*u-sin*v+shear*v, sin*u+cos*v
			grey := smooth(page, u+w/2, v+h/2)*0.85 + rnd.NormFloat64()*14 + 18
			if rnd.IntN(500) == 0 {
				grey = float64(rnd.IntN(2)) * 255
			}
			out.SetGray(x, y, color.Gray{Y: uint8(max(0, min(255, grey)))})
		}
	}
	return out
}

// smooth is the grey between pixels.
func smooth(img *image.Gray, x, y float64) float64 {
	at := func(x, y int) float64 {
		if !(image.Point{x, y}).In(img.Rect) {
			return 255
		}
		return float64(img.Pix[img.PixOffset(x, y)])
	}
	i, j := int(math.Floor(x)), int(math.Floor(y))
	a, b := x-float64(i), y-float64(j)
	return at(i, j)*(1-a)*(1-b) + at(i+1, j)*a*(1-b) + at(i, j+1)*(1-a)*b + at(i+1, j+1)*a*b
}

func found(t *testing.T, l Layout, img *image.Gray, page int, a Asking) {
	t.Helper()
	to := mapping(t, l, img, page)
	for _, b := range l.Boxes {
		if b.Page != page {
			continue
		}
		for _, e := range []struct{ x1, y1, x2, y2, nx, ny float64 }{
			{b.X, b.Y, b.X + b.W, b.Y, 0, 1}, {b.X, b.Y + b.H, b.X + b.W, b.Y + b.H, 0, -1},
			{b.X, b.Y, b.X, b.Y + b.H, 1, 0}, {b.X + b.W, b.Y, b.X + b.W, b.Y + b.H, -1, 0},
		} {
			if off := edgeOff(img, to, e.x1, e.y1, e.x2, e.y2, e.nx, e.ny); math.Abs(off) > 1 {
				t.Fatalf("page %d, %s: an edge is %.2f mm from where the layout has it", page, b.ID(), off)
			}
		}
	}
	m, err := ParseMark(decoded(t, img, page))
	if err != nil || m.Page != page || m.Of != l.Pages || m.Serial != a.Serial || m.Layout != l.short() {
		t.Errorf("the mark of page %d says %+v: %v", page, m, err)
	}
}

// edgeOff looks across an edge, at places along it, for the nearest dark line, and answers how far off the middle one of these is, in
// millimetres; 9 where there is none.
func edgeOff(img *image.Gray, to func(x, y float64) (float64, float64), x1, y1, x2, y2, nx, ny float64) float64 {
	var offs []float64
	for k := 2; k <= 8; k++ {
		x, y := x1+(x2-x1)*float64(k)/10, y1+(y2-y1)*float64(k)/10
		at := 9.0
		for off := 0.0; off <= 2.0 && at == 9; off += 0.04 {
			for _, way := range []float64{off, -off} {
				if px, py := to(x+nx*(edge/2+way), y+ny*(edge/2+way)); smooth(img, px, py) < 140 {
					at = way
				}
			}
		}
		offs = append(offs, at)
	}
	slices.Sort(offs)
	return offs[len(offs)/2]
}

// mapping finds the four corner marks and answers where a place of the layout, in millimetres, is on the picture.
func mapping(t *testing.T, l Layout, img *image.Gray, page int) func(x, y float64) (float64, float64) {
	t.Helper()
	var from, to [4][2]float64
	for i, c := range l.Corners {
		x, y, ok := corner(img, i%2 == 1, i/2 == 1, l.Corner)
		if !ok {
			t.Fatalf("page %d: corner mark %d is not found", page, i)
		}
		from[i], to[i] = [2]float64{c.X, c.Y}, [2]float64{x, y}
	}
	h := homography(t, from, to)
	return func(x, y float64) (float64, float64) {
		w := h[6]*x + h[7]*y + 1
		return (h[0]*x + h[1]*y + h[2]) / w, (h[3]*x + h[4]*y + h[5]) / w
	}
}

// corner looks in one corner of the picture for a dark square of the right size and answers its centre.
func corner(img *image.Gray, right, low bool, side float64) (x, y float64, ok bool) {
	reach := 40.0 / 25.4 * dpi
	w, h := img.Rect.Dx(), img.Rect.Dy()
	area := image.Rect(0, 0, int(reach), int(reach))
	if right {
		area = area.Add(image.Pt(w-int(reach), 0))
	}
	if low {
		area = area.Add(image.Pt(0, h-int(reach)))
	}
	want := side / 25.4 * dpi
	seen := map[image.Point]bool{}
	for py := area.Min.Y; py < area.Max.Y; py += 3 {
		for px := area.Min.X; px < area.Max.X; px += 3 {
			if seen[image.Pt(px, py)] || img.GrayAt(px, py).Y >= 110 {
				continue
			}
			n, box, sx, sy := blob(img, area, image.Pt(px, py), seen)
			if math.Abs(float64(n)/want/want-0.92) < 0.25 && float64(box.Dx()) < want*1.25 && float64(box.Dy()) < want*1.25 {
				return sx/float64(n) + 0.5, sy/float64(n) + 0.5, true
			}
		}
	}
	return 0, 0, false
}

// blob is the dark patch that p belongs to: its pixels, their bounds and the sums of their places.
func blob(img *image.Gray, area image.Rectangle, p image.Point, seen map[image.Point]bool) (n int, box image.Rectangle, sx, sy float64) {
	todo := []image.Point{p}
	seen[p] = true
	for len(todo) > 0 {
		q := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		n, sx, sy = n+1, sx+float64(q.X), sy+float64(q.Y)
		box = box.Union(image.Rect(q.X, q.Y, q.X+1, q.Y+1))
		for _, d := range []image.Point{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
			if r := q.Add(d); r.In(area) && !seen[r] && img.GrayAt(r.X, r.Y).Y < 110 {
				seen[r] = true
				todo = append(todo, r)
			}
		}
	}
	return n, box, sx, sy
}

// homography is the projective map that takes four points to four others (Gauss on eight equations).
func homography(t *testing.T, from, to [4][2]float64) [8]float64 {
	t.Helper()
	var m [8][9]float64
	for i := range 4 {
		x, y, u, v := from[i][0], from[i][1], to[i][0], to[i][1]
		m[2*i] = [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u}
		m[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v}
	}
	for c := range 8 {
		best := c
		for r := c; r < 8; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[best][c]) {
				best = r
			}
		}
		m[c], m[best] = m[best], m[c]
		if m[c][c] == 0 {
			t.Fatal("the corner marks stand on one line")
		}
		for r := range 8 {
			if r == c {
				continue
			}
			f := m[r][c] / m[c][c]
			for k := c; k < 9; k++ {
				m[r][k] -= f * m[c][k]
			}
		}
	}
	var h [8]float64
	for i := range 8 {
		h[i] = m[i][8] / m[i][i]
	}
	return h
}

// decoded is what the square code on a page says. Where it is, is not told: whoever opens the post does not know either.
func decoded(t *testing.T, img *image.Gray, page int) string {
	t.Helper()
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	for _, scale := range []float64{1, 0.5, 0.75, 0.35} {
		bits, err := gozxing.NewBinaryBitmapFromImage(shrunk(img, scale))
		if err != nil {
			t.Fatal(err)
		}
		if read, err := qrcode.NewQRCodeReader().Decode(bits, hints); err == nil {
			return read.GetText()
		}
	}
	t.Errorf("the mark of page %d is not read", page)
	return ""
}

func shrunk(img *image.Gray, by float64) *image.Gray {
	if by == 1 {
		return img
	}
	out := image.NewGray(image.Rect(0, 0, int(float64(img.Rect.Dx())*by), int(float64(img.Rect.Dy())*by)))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.SetGray(x, y, color.Gray{Y: uint8(smooth(img, float64(x)/by, float64(y)/by))})
		}
	}
	return out
}
