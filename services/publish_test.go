package services

import (
	"errors"
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
)

// changed is the tea club with texts exchanged in its files: "file", "old", "new" …
func changed(t testing.TB, exchange ...string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, name := range definitionFiles {
		body, err := os.ReadFile("testdata/tea-club/" + name)
		if err != nil {
			t.Fatal(err)
		}
		fsys["tea-club/"+name] = &fstest.MapFile{Data: body}
	}
	for i := 0; i+2 < len(exchange); i += 3 {
		file := fsys["tea-club/"+exchange[i]]
		if !strings.Contains(string(file.Data), exchange[i+1]) {
			t.Fatalf("%s has no %q", exchange[i], exchange[i+1])
		}
		file.Data = []byte(strings.Replace(string(file.Data), exchange[i+1], exchange[i+2], 1))
	}
	return fsys
}

func mustLoad(t testing.TB, fsys fstest.MapFS) *Service {
	t.Helper()
	s, err := Load(fsys, "tea-club")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPublishedVersionsStayAsTheyWere(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), pgtest.New(t)
	three := mustLoad(t, changed(t))
	four := mustLoad(t, changed(t, "service.yaml", "version: 3", "version: 4", "en.yaml", "name: Tea club", "name: Club of tea"))
	for _, s := range []*Service{three, four, three} { // the third time is nothing new
		if err := Publish(ctx, db, s); err != nil {
			t.Fatal(err)
		}
	}
	other := mustLoad(t, changed(t, "en.yaml", "name: Tea club", "name: Coffee club"))
	err := Publish(ctx, db, other)
	if !errors.Is(err, ErrChanged) || !strings.Contains(err.Error(), "version: 5") {
		t.Errorf("another text as version 3: %v; want ErrChanged and the version to write", err)
	}
	library := NewLibrary(db)
	for version, want := range map[int]string{3: "Tea club", 4: "Club of tea"} {
		s, err := library.Get(ctx, "tea-club", version)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Word(lang.En, "name", nil); got != want || s.Version != version {
			t.Errorf("version %d is %q %d, want %q", version, got, s.Version, want)
		}
		if again, _ := library.Get(ctx, "tea-club", version); again != s {
			t.Errorf("version %d was read twice", version)
		}
	}
	if s, _ := library.Get(ctx, "tea-club", 3); s.Hash != three.Hash || !maps.Equal(s.Files, three.Files) {
		t.Error("version 3 came back with other files")
	}
	if _, err := library.Get(ctx, "tea-club", 9); !errors.Is(err, ErrNotFound) {
		t.Errorf("version 9: %v, want ErrNotFound", err)
	}
}

func TestADemonstrationTakesTheExampleNINO(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), pgtest.New(t)
	if err := Publish(ctx, db, mustLoad(t, changed(t))); err != nil {
		t.Fatal(err)
	}
	library := NewLibrary(db)
	for _, c := range []struct {
		of   *Library
		want int
	}{{library, 1}, {library.ForDemo(), 0}} {
		s, err := c.of.Get(ctx, "tea-club", 3)
		if err != nil {
			t.Fatal(err)
		}
		if _, wrong := s.Parse(s.Question("nino"), nil, write("QQ 12 34 56 A"), nil, today); len(wrong) != c.want {
			t.Errorf("demo %v: %v", s.Demo, wrong)
		}
		for _, s := range c.of.All() {
			if got, ok := c.of.Current(s.ID); !ok || got != s || s.Demo != c.of.demo {
				t.Errorf("%s: current %v, demo %v", s.ID, ok, s.Demo)
			}
		}
	}
}

func TestAPublishedVersionOutlivesStricterRules(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), pgtest.New(t)
	s := mustLoad(t, changed(t))
	files := maps.Clone(s.Files)
	files["cy.yaml"] = strings.Replace(files["cy.yaml"], "    why: Er mwyn i ni eich cyfarch.\n", "", 1)
	old := *s
	old.Files, old.Version = files, 2
	old.Files["service.yaml"] = strings.Replace(files["service.yaml"], "version: 3", "version: 2", 1)
	if err := Publish(ctx, db, &old); err != nil {
		t.Fatal(err)
	}
	got, err := NewLibrary(db).Get(ctx, "tea-club", 2)
	if err != nil || got.Version != 2 {
		t.Errorf("a version with a gap in its wording: %v", err)
	}
}
