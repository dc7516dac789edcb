package services

// lint finds what is wrong with a definition that can be built.
func (l *loader) lint(s *Service) {
}
