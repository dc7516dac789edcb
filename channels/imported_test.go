package channels_test

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/services/importing"
)

// importedAnswers is how many questions of an imported service are answered by every door and language.
const importedAnswers = 300

// TestImportedFormsAnswerTheSameWhateverTheDoor is promise 1 for forms that others made: what was imported can be filled in through every
// door without touching a file. The real forms are not part of this tree; without them there is nothing to walk.
func TestImportedFormsAnswerTheSameWhateverTheDoor(t *testing.T) {
	t.Parallel()
	for name, s := range importedServices(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := &tally{met: map[string]bool{}, tried: services.Tried{}}
			for seed := uint64(0); seen.answers < importedAnswers || seen.missing(s) != nil; seed++ {
				w := walk{t: t, s: s, rnd: rand.New(rand.NewPCG(13, seed)), seen: seen}
				if w.run(); seen.answers > 20*importedAnswers || t.Failed() {
					break
				}
			}
		})
	}
}

// importedServices are every fifth of the real forms, each as a service.
func importedServices(t *testing.T) map[string]*services.Service {
	t.Helper()
	var files []string
	err := filepath.WalkDir("../../shared/forms", func(p string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".json") {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Skipf("no real forms to read: %v", err)
	}
	all := map[string]*services.Service{}
	for i := 0; i < len(files); i += 5 {
		body, err := os.ReadFile(files[i])
		if err != nil {
			t.Fatal(err)
		}
		r, err := importing.Import(importing.Input{Form: body, ID: strings.TrimSuffix(filepath.Base(files[i]), ".json")})
		if err != nil {
			t.Fatalf("%s: %v", files[i], err)
		}
		all[filepath.Base(files[i])] = r.Service
	}
	return all
}
