package static

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestCheckNamesTheCommand(t *testing.T) {
	t.Parallel()
	complete := fstest.MapFS{}
	for _, name := range needed {
		complete[name] = &fstest.MapFile{}
	}
	if err := check(complete); err != nil {
		t.Errorf("all is there, but: %v", err)
	}
	for _, name := range needed {
		lacking := fstest.MapFS{}
		for other := range complete {
			if other != name {
				lacking[other] = &fstest.MapFile{}
			}
		}
		if err := check(lacking); err == nil || !strings.Contains(err.Error(), "run make assets") {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

func TestVersionFollowsContent(t *testing.T) {
	t.Parallel()
	one := hash(fstest.MapFS{"a.css": {Data: []byte("1")}})
	two := hash(fstest.MapFS{"a.css": {Data: []byte("2")}})
	renamed := hash(fstest.MapFS{"b.css": {Data: []byte("1")}})
	if one == two || one == renamed {
		t.Errorf("other content or names, same version: %s %s %s", one, two, renamed)
	}
}
