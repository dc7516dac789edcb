package services

import (
	"embed"
	"errors"
	"io/fs"
	"sync"
)

//go:embed */*.yaml
var definitions embed.FS

// Catalogue is every service this binary carries, by id; the newest version of each. The map is the caller's, the services
// are everybody's. The error is a Mistakes.
func Catalogue() (map[string]*Service, error) {
	loaded, err := catalogue()
	if err != nil {
		return nil, err
	}
	out := make(map[string]*Service, len(loaded))
	for id, s := range loaded {
		out[id] = s
	}
	return out, nil
}

var catalogue = sync.OnceValues(func() (map[string]*Service, error) {
	folders, err := fs.ReadDir(definitions, ".")
	if err != nil {
		return nil, err
	}
	all, mistakes := map[string]*Service{}, Mistakes(nil)
	for _, folder := range folders {
		s, err := reload(definitions, folder.Name())
		var wrong Mistakes
		if errors.As(err, &wrong) {
			mistakes = append(mistakes, wrong...)
			continue
		}
		all[s.ID] = s
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return all, nil
})
