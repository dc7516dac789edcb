package paper

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/cases"
)

// Mark is what the square code on a page says: which print it belongs to, and which page of it. It never says whose it is.
type Mark struct {
	Serial    string // of the print
	Reference string // of the application; "" on a blank form
	Layout    string // the first eight digits of the layout's sum
	Page, Of  int
}

// ErrMark says that a code is none of ours, or was misread.
var ErrMark = errors.New("not the mark of a page of ours")

// The mark is 38 characters that a QR code of 25 by 25 modules holds at level M: its version, serial, reference, layout, page, of, check.
const (
	markVersion = "SD1"
	nobody      = "--------"
	markLength  = 38
)

// String is the mark as it is encoded.
func (m Mark) String() string {
	ref := m.Reference
	if ref == "" {
		ref = nobody
	}
	body := fmt.Sprintf("%s%s%s%s%02d%02d", markVersion, m.Serial, ref, m.Layout, m.Page, m.Of)
	return body + sum(body)
}

// ParseMark reads a mark. Every single wrong character is noticed, and nearly all else; ErrMark.
func ParseMark(text string) (Mark, error) {
	if len(text) != markLength || !strings.HasPrefix(text, markVersion) {
		return Mark{}, ErrMark
	}
	body := text[:markLength-checkLength]
	m := Mark{Serial: body[3:11], Reference: body[11:19], Layout: body[19:27]}
	var err error
	if m.Page, err = strconv.Atoi(body[27:29]); err != nil {
		return Mark{}, ErrMark
	}
	if m.Of, err = strconv.Atoi(body[29:31]); err != nil {
		return Mark{}, ErrMark
	}
	if m.Reference == nobody {
		m.Reference = ""
	} else if _, ok := cases.ReadReference(m.Reference); !ok {
		return Mark{}, ErrMark
	}
	if _, ok := cases.ReadReference(m.Serial); !ok || m.String() != text || m.Page < 1 || m.Page > m.Of {
		return Mark{}, ErrMark
	}
	return m, nil
}

const checkLength = 7

// sum is 32 bits of FNV-1a as 7 characters of the alphabet of base 32.
func sum(body string) string {
	h := uint64(2166136261)
	for i := range len(body) {
		h = (h ^ uint64(body[i])) * 16777619 & 0xFFFFFFFF
	}
	return strings.ToUpper(fmt.Sprintf("%07s", strconv.FormatUint(h, 32)))
}
