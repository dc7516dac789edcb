package services

import "github.com/samedoor/samedoor/lang"

// Unread stands for a version that this program cannot read, because a newer one published it, where only its name is wanted: it is
// called by its id and asks nothing.
func Unread(id string, version int) *Service {
	s := &Service{ID: id, Version: version, words: map[lang.Lang]*words{}}
	for _, l := range []lang.Lang{lang.En, lang.Cy} {
		s.words[l] = &words{single: map[string]string{"name": id}}
	}
	return s
}
