package paper

import (
	"strings"
	"testing"
)

func TestAMarkSaysWhatPageItIs(t *testing.T) {
	t.Parallel()
	for _, m := range []Mark{
		{Serial: "2345678D", Reference: "BCDFGHJQ", Layout: "0A1B2C3D", Page: 3, Of: 12},
		{Serial: "2345678D", Layout: "FFFFFFFF", Page: 99, Of: 99},
	} {
		text := m.String()
		if got, err := ParseMark(text); err != nil || got != m {
			t.Errorf("%s is read as %+v: %v", text, got, err)
		}
		for i := range text { // any one character misread
			for _, c := range "0Z-" {
				wrong := text[:i] + string(c) + text[i+1:]
				if _, err := ParseMark(wrong); wrong != text && err == nil {
					t.Errorf("%s is taken for a mark", wrong)
				}
			}
		}
	}
}

func FuzzParseMark(f *testing.F) {
	f.Add(Mark{Serial: "2345678D", Reference: "BCDFGHJQ", Layout: "0A1B2C3D", Page: 3, Of: 12}.String())
	f.Add("SD1")
	f.Add(strings.Repeat("-", markLength))
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := ParseMark(text); err == nil && m.String() != text {
			t.Errorf("%q is read as %q", text, m.String())
		}
	})
}
