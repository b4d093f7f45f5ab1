package syntax

// Decorators returns the decorators of a statement.
func Decorators(s Statement) []*Decorator {
	switch s := s.(type) {
	case *TargetScope:
		return s.Decorators
	case *Metadata:
		return s.Decorators
	case *Param:
		return s.Decorators
	case *Var:
		return s.Decorators
	case *Resource:
		return s.Decorators
	case *Module:
		return s.Decorators
	case *Output:
		return s.Decorators
	case *TypeDecl:
		return s.Decorators
	case *Func:
		return s.Decorators
	case *Import:
		return s.Decorators
	}
	return rareDecorators(s)
}

func rareDecorators(s Statement) []*Decorator {
	switch s := s.(type) {
	case *Extension:
		return s.Decorators
	case *Assert:
		return s.Decorators
	case *Test:
		return s.Decorators
	case *Using:
		return s.Decorators
	case *Extends:
		return s.Decorators
	case *ParamAssign:
		return s.Decorators
	case *ExtensionConfig:
		return s.Decorators
	}
	return nil
}
