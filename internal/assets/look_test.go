package main

import (
	"strings"
	"testing"
)

func TestOwnLookTakesOutWhatIsReserved(t *testing.T) {
	t.Parallel()
	css := `/*! Copyright somebody. The font is for one site. */@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}` +
		`.a{font-family:GDS Transport,arial,sans-serif}.b{background:url(/assets/images/govuk-crest.svg)}` +
		`.c{background:url(/assets/images/dot.png)}/*# sourceMappingURL=x.map */`
	got, err := ownLook([]byte(css))
	if err != nil {
		t.Fatal(err)
	}
	want := `.a{font-family:` + ownStack + `,sans-serif}.b{background:none}.c{background:url(images/dot.png)}` + "\n"
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestOwnLookRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, css := range []string{
		`.a{font-family:"GDS Transport",arial}`,
		`.a{font-family:GDS Transport,arial}.b{mask:url("/assets/images/govuk-crest.svg")}`,
		`.a{font-family:Inter}`,
	} {
		if _, err := ownLook([]byte(css)); err == nil || !strings.Contains(err.Error(), "look.go") {
			t.Errorf("%s: error %v, want one that names look.go", css, err)
		}
	}
}
