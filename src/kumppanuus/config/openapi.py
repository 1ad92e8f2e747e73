"""OpenAPI documents in which each shape has a name of its own: "forums.Stage" is not "calls.Stage"."""

from __future__ import annotations

from typing import Any

from ninja.openapi.schema import OpenAPISchema
from ninja.schema import NinjaGenerateJsonSchema
from pydantic.json_schema import CoreModeRef, DefsRef


class _OfApps(NinjaGenerateJsonSchema):
    """Names what an app defines by the app, too. Pydantic keeps names apart within one answer only."""

    def get_defs_ref(self, core_mode_ref: CoreModeRef) -> DefsRef:
        found = super().get_defs_ref(core_mode_ref)
        package, _, rest = core_mode_ref[0].partition(".")
        if package == "kumppanuus":
            choices = self._prioritized_defsref_choices[found]
            short = [DefsRef(f"{rest.partition('.')[0]}.{name}") for name in choices[:2]]
            self._prioritized_defsref_choices[found] = [*short, *choices]
        return found


class _Named:
    """A model that tells its shape under the names of apps."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def model_json_schema(self, **given: Any) -> dict[str, Any]:
        shape: dict[str, Any] = self._model.model_json_schema(**given | {"schema_generator": _OfApps})
        return shape


class Document(OpenAPISchema):
    """The document of one API. Raises ValueError where one name would stand for two shapes."""

    def _create_schema_from_model(self, model: Any, *args: Any, **more: Any) -> tuple[dict[str, Any], bool]:
        named: Any = _Named(model)
        return super()._create_schema_from_model(named, *args, **more)

    def _extract_parameters(self, model: Any) -> list[dict[str, Any]]:
        named: Any = _Named(model)
        return super()._extract_parameters(named)

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        for name, shape in definitions.items():
            if self.schemas.setdefault(name, shape) != shape:
                raise ValueError(f"two shapes are called {name}")
