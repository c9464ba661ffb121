"""Plans as the API shows them: both languages, years in Buddhist Era as the fiscal years are named, dates in ISO."""

from rest_framework import serializers

from strategy.models import Goal, Indicator, Initiative, Line, Plan, Target


class GoalSerializer(serializers.ModelSerializer[Goal]):
    """A goal."""

    id = serializers.CharField(source="public_id", read_only=True)

    class Meta:
        model = Goal
        fields = ("id", "number", "title_th", "title_en", "description")


class LineSerializer(serializers.ModelSerializer[Line]):
    """A line of strategy."""

    id = serializers.CharField(source="public_id", read_only=True)
    goal = serializers.IntegerField(source="goal.number", read_only=True)

    class Meta:
        model = Line
        fields = ("id", "number", "title_th", "title_en", "goal")


class TargetSerializer(serializers.ModelSerializer[Target]):
    """What is to be reached by the end of a year."""

    class Meta:
        model = Target
        fields = ("year", "value")


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    """An indicator with its targets."""

    id = serializers.CharField(source="public_id", read_only=True)
    goal = serializers.IntegerField(source="goal.number", read_only=True)
    targets = TargetSerializer(many=True, read_only=True)

    class Meta:
        model = Indicator
        fields = (
            *("id", "number", "title_th", "title_en", "goal", "unit_th", "unit_en"),
            *("baseline", "better", "metric_key", "targets"),
        )


class InitiativeSerializer(serializers.ModelSerializer[Initiative]):
    """An initiative; people are named by what they are called, not by their accounts."""

    id = serializers.CharField(source="public_id", read_only=True)
    line = serializers.IntegerField(source="line.number", read_only=True)
    indicator = serializers.IntegerField(source="indicator.number", default=None, read_only=True)
    owner = serializers.CharField(read_only=True)
    owner_unit = serializers.CharField(source="owner_unit.code", read_only=True)

    class Meta:
        model = Initiative
        fields = (
            *("id", "number", "title_th", "title_en", "description", "line", "indicator", "owner", "owner_unit"),
            *("budget", "people", "equipment", "starts_on", "ends_on", "clauses"),
        )


class PlanSerializer(serializers.ModelSerializer[Plan]):
    """An edition of a plan with its parts."""

    id = serializers.CharField(source="public_id", read_only=True)
    resolution = serializers.CharField(source="resolution.public_id", default=None, read_only=True)
    goals = GoalSerializer(many=True, read_only=True)
    lines = LineSerializer(many=True, read_only=True)
    indicators = IndicatorSerializer(many=True, read_only=True)
    initiatives = InitiativeSerializer(many=True, read_only=True)

    class Meta:
        model = Plan
        fields = (
            *("id", "kind", "first_year", "last_year", "edition", "status", "title_th", "title_en", "aim_th", "aim_en"),
            *("content_hash", "resolution", "effective_on", "effective_until"),
            *("goals", "lines", "indicators", "initiatives"),
        )
