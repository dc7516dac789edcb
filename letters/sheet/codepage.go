package sheet

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

// A code page gives 224 characters one byte each (32–255). PDF fonts of one byte a
// character cost a tenth of Unicode ones (0.4–1 ms a letter against 8–10), so
// text is written in those: nearly all of it in the first page, a Polish or
// Turkish name in the second.
const (
	firstCode = 32
	pageSize  = 256 - firstCode
)

// welsh is what the first code page has at 0x80–0x9F, where cp1252 keeps symbols
// that letters do not use. cp1252 has every Welsh letter but w and y with
// circumflex, grave, acute or diaeresis.
var welsh = []rune("€Ŵ‚ŵ„…ŶŷẀẁŠẂŒẃŽẄẅ‘’“”•–—Ỳ™šỳœ†žŸ")

// code is where a character stands: which page and which byte of it.
type code struct{ page, char byte }

// codes places every character that the font has, the Welsh page first.
func codes(font *sfnt.Font) (map[rune]code, [][]rune) {
	var buf sfnt.Buffer
	has := func(r rune) bool {
		glyph, err := font.GlyphIndex(&buf, r)
		return err == nil && glyph != 0
	}
	pages := [][]rune{firstPage()}
	at := map[rune]code{}
	for i, r := range pages[0] {
		if r != 0 && has(r) {
			at[r] = code{0, byte(firstCode + i)}
		}
	}
	var rest []rune
	for r := rune(0xA0); r < 0xFFFE; r++ {
		if _, placed := at[r]; !placed && !unicode.Is(unicode.Cf, r) && has(r) {
			rest = append(rest, r)
		}
	}
	for len(rest) > 0 {
		page := rest[:min(pageSize, len(rest))]
		for i, r := range page {
			at[r] = code{byte(len(pages)), byte(firstCode + i)}
		}
		pages = append(pages, page)
		rest = rest[len(page):]
	}
	return at, pages
}

func firstPage() []rune {
	page := make([]rune, pageSize)
	for c := firstCode; c < 256; c++ {
		switch {
		case c >= 0x80 && c <= 0x9F:
			page[c-firstCode] = welsh[c-0x80]
		case c != 0x7F:
			page[c-firstCode] = rune(c)
		}
	}
	return page
}

// differences names each character of a code page in the way PDF wants
// (Adobe Glyph List: "uni" and four hex digits), which is what makes the text
// searchable and readable aloud.
func differences(page []rune) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d", firstCode)
	for _, r := range page {
		if r == 0 {
			b.WriteString(" /.notdef")
			continue
		}
		fmt.Fprintf(&b, " /uni%04X", r)
	}
	return b.String()
}
