package sheet

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// Notify looks at 200 dots an inch for ink outside zones widened by 1 mm.
const (
	checkDPI  = 200
	tolerance = 1.0 // mm
)

// Nothing but white outside the zones, as the printer's own check sees it: in
// the PDF drawn by another program, and in our own pictures.
func TestPaperIsWhiteOutsideTheZones(t *testing.T) {
	t.Parallel()
	p := press(t)
	for name, l := range samples() {
		d := laid(t, p, l)
		for i, img := range rasters(t, write(t, p, d)) {
			white(t, fmt.Sprintf("%s.pdf page %d", name, i+1), img, i == 0)
			own, err := d.Image(i+1, checkDPI)
			if err != nil {
				t.Fatal(err)
			}
			white(t, fmt.Sprintf("%s.png page %d", name, i+1), own, i == 0)
		}
	}
}

// The check itself must see a mark: one dot beside the window is enough.
func TestWhiteCheckSeesInk(t *testing.T) {
	t.Parallel()
	d := &Document{press: press(t), pages: []Page{{Boxes: []Box{{X: 60, Y: 80, W: 0.1, H: 0.1}}}}}
	img, err := d.Image(1, checkDPI)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(ink(img, allowed(true))); n == 0 {
		t.Error("a dot at 60, 80 was not seen")
	}
}

func white(t *testing.T, name string, img *image.Gray, first bool) {
	t.Helper()
	if found := ink(img, allowed(first)); len(found) > 0 {
		mm := 25.4 / checkDPI
		t.Errorf("%s: %d dots outside the zones, the first at %.1f, %.1f mm",
			name, len(found), float64(found[0].X)*mm, float64(found[0].Y)*mm)
	}
}

// ink lists the dots outside the zones that are not pure white.
func ink(img *image.Gray, zones []area) []image.Point {
	px := func(mm float64) int { return int(mm / 25.4 * checkDPI) }
	var free []image.Rectangle
	for _, z := range zones {
		free = append(free, image.Rect(px(z.left-tolerance), px(z.top-tolerance), px(z.right+tolerance), px(z.bottom+tolerance)))
	}
	var found []image.Point
	for i, shade := range img.Pix {
		at := image.Pt(i%img.Stride, i/img.Stride)
		if shade != 255 && !slices.ContainsFunc(free, at.In) {
			found = append(found, at)
		}
	}
	return found
}

func TestQRCodeReadsFromPaper(t *testing.T) {
	t.Parallel()
	p := press(t)
	full := english(Standard)
	data := bytes.Repeat([]byte("https://caerwen.example.org/"), maxQR/28)
	full.Blocks = []Block{QR{data, "caerwen.example.org"}}
	for name, c := range map[string]struct {
		letter Letter
		want   string
	}{
		"standard":    {english(Standard), continueAt},
		"large print": {english(LargePrint), continueAt},
		"504 bytes":   {full, string(data)},
	} {
		d := laid(t, p, c.letter)
		var got string
		for i, img := range rasters(t, write(t, p, d)) {
			own, err := d.Image(i+1, checkDPI)
			if err != nil {
				t.Fatal(err)
			}
			if text := decode(img); text != "" {
				got = text
				if drawn := decode(own); drawn != text {
					t.Errorf("%s: the picture reads %q, the print %q", name, drawn, text)
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: read %q, want %q", name, got, c.want)
		}
	}
}

func decode(img image.Image) string {
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return ""
	}
	hints := map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true}
	read, err := qrcode.NewQRCodeReader().Decode(bits, hints)
	if err != nil {
		return ""
	}
	return read.GetText()
}

// The picture is the print: nearly every dot of a page drawn both ways agrees.
func TestPictureIsThePrint(t *testing.T) {
	t.Parallel()
	p := press(t)
	d := laid(t, p, cymraeg(Standard))
	for i, img := range rasters(t, write(t, p, d)) {
		own, err := d.Image(i+1, checkDPI)
		if err != nil {
			t.Fatal(err)
		}
		var dark, differ int
		for y := range min(own.Rect.Max.Y, img.Bounds().Max.Y) {
			for x := range min(own.Rect.Max.X, img.Bounds().Max.X) {
				printed, drawn := img.GrayAt(x, y).Y, own.GrayAt(x, y).Y
				if drawn < 128 {
					dark++
				}
				if drawn < 64 && printed > 192 || drawn > 192 && printed < 64 {
					differ++
				}
			}
		}
		if dark == 0 || differ > dark/20 {
			t.Errorf("page %d: %d of %d dark dots differ", i+1, differ, dark)
		}
	}
}

func TestImageRefusesPagesAndSizesThatAreNot(t *testing.T) {
	t.Parallel()
	d := laid(t, press(t), english(Standard))
	for _, c := range [][2]int{{0, 100}, {d.Pages() + 1, 100}, {1, 35}, {1, 301}} {
		if _, err := d.PNG(c[0], c[1]); err == nil {
			t.Errorf("page %d at %d dpi was drawn", c[0], c[1])
		}
	}
}

func write(t testing.TB, p *Press, docs ...*Document) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := p.PDF(&buf, docs...); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// rasters draws every page of a PDF with poppler.
func rasters(t *testing.T, pdf []byte) []*image.Gray {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("pdftoppm", "-r", fmt.Sprint(checkDPI), "-gray", "-", filepath.Join(dir, "p"))
	cmd.Stdin = bytes.NewReader(pdf)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v: %s", err, out)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.pgm"))
	if err != nil || len(names) == 0 {
		t.Fatalf("pdftoppm made no pages: %v", err)
	}
	var out []*image.Gray
	for _, name := range names {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		img := &image.Gray{}
		var most int
		if _, err := fmt.Sscanf(string(file[:min(40, len(file))]), "P5\n%d %d\n%d\n", &img.Stride, &img.Rect.Max.Y, &most); err != nil || most != 255 {
			t.Fatalf("pdftoppm drew %.20q: %v", file, err)
		}
		img.Rect.Max.X = img.Stride
		img.Pix = file[len(file)-img.Stride*img.Rect.Max.Y:]
		out = append(out, img)
	}
	return out
}
