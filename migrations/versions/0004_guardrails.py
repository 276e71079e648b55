"""Guardrails."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0004'
down_revision: str | None = '0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('guard_cell',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('entity', sa.String(), nullable=False),
    sa.Column('direction', sa.String(), nullable=False),
    sa.Column('treatment', sa.String(), nullable=False),
    sa.Column('set_by', sa.Uuid(), nullable=True),
    sa.Column('surface', sa.String(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_guard_cell_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guard_cell')),
    sa.UniqueConstraint('workspace_id', 'entity', 'direction', name=op.f('uq_guard_cell_workspace_id_entity_direction'))
    )
    with op.batch_alter_table('guard_cell', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guard_cell_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('guard_term',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('entity', sa.String(), nullable=True),
    sa.Column('value_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('value_blind', sa.LargeBinary(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('added_by', sa.Uuid(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_guard_term_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guard_term')),
    sa.UniqueConstraint('workspace_id', 'kind', 'value_blind', name=op.f('uq_guard_term_workspace_id_kind_value_blind'))
    )
    with op.batch_alter_table('guard_term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guard_term_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('sighting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('subject_ref', sa.Uuid(), nullable=True),
    sa.Column('direction', sa.String(), nullable=False),
    sa.Column('entity', sa.String(), nullable=False),
    sa.Column('treatment', sa.String(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_sighting_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sighting'))
    )
    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.create_index('ix_sighting_found', ['workspace_id', 'found_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sighting_subject_ref'), ['subject_ref'], unique=False)

    with op.batch_alter_table('data_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('executes_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('vault_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('referent', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('cue_sealed', sa.LargeBinary(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('vault_entry', schema=None) as batch_op:
        batch_op.drop_column('cue_sealed')
        batch_op.drop_column('referent')

    with op.batch_alter_table('data_request', schema=None) as batch_op:
        batch_op.drop_column('executes_at')

    with op.batch_alter_table('sighting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sighting_subject_ref'))
        batch_op.drop_index('ix_sighting_found')

    op.drop_table('sighting')
    with op.batch_alter_table('guard_term', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guard_term_workspace_id'))

    op.drop_table('guard_term')
    with op.batch_alter_table('guard_cell', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guard_cell_workspace_id'))

    op.drop_table('guard_cell')
